import { AgentId } from "@outbound-call/core/CallIds"
import { ConversationSummary } from "@outbound-call/core/Conversation"
import { listConversations } from "@outbound-call/core/ListConversations"
import { plain } from "@outbound-call/core/RenderTranscript"
import { readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { Effect, Option, Schema } from "effect"
import { clock, instant } from "./DescribeCall.ts"
import type { ConversationsInput } from "./ListCommands.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound conversations`: what the provider has, ours or not. */
export const conversations = Effect.fn("conversations")(function* (input: ConversationsInput) {
  yield* onlyHere("outbound conversations")
  const agentId = Option.isSome(input.agent) ? yield* readAgent(input.agent.value) : undefined
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const page = yield* listConversations({
    agentId,
    limit: input.limit,
    cursor: Option.getOrUndefined(input.cursor)
  }).pipe(Effect.provide(OutboundCall.layerFromConfiguration({ simulate: place.simulated })))
  yield* printResult({
    json: {
      conversations: page.conversations.map((one) => encodeSummary(one)),
      nextCursor: page.nextCursor,
      simulated: place.simulated
    },
    text: page.conversations.length === 0 ? "No conversations." : page.conversations.map(line).join("\n")
  })
  if (page.nextCursor !== null) yield* printNote(`More: --cursor ${page.nextCursor}`)
  return "done" as const
})

const encodeSummary = Schema.encodeSync(ConversationSummary)

const readAgent = (text: string) =>
  Schema.decodeUnknownEffect(AgentId)(text).pipe(
    Effect.mapError(() => new UsageError({ message: `--agent ${JSON.stringify(text)} is not an id.` }))
  )

const line = ({ agentName, durationSeconds, evaluation, id, startedAt, status }: ConversationSummary): string =>
  [
    id,
    startedAt === null ? "-" : instant(startedAt),
    plain(status),
    durationSeconds === null ? "-" : clock(durationSeconds),
    plain(evaluation ?? "-"),
    plain(agentName ?? "")
  ].join("  ")
