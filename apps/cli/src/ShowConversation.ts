import { Conversation } from "@outbound-call/core/Conversation"
import { plain } from "@outbound-call/core/RenderTranscript"
import { Effect, Schema } from "effect"
import { CallService } from "./CallService.ts"
import { clock, instant, rows } from "./DescribeCall.ts"
import { printResult } from "./Print.ts"
import type { Side } from "./Side.ts"

const encodeConversation = Schema.encodeSync(Conversation)

/** The provider's record of a conversation that is no call of this ledger. */
export const showConversation = Effect.fnUntraced(function* (id: string, { calls, simulated }: Side) {
  const conversation = yield* CallService.use((service) => service.conversation(id)).pipe(Effect.provide(calls))
  const { answeredAt, durationSeconds, phoneCall, startedAt } = conversation
  yield* printResult({
    json: { simulated, conversation: encodeConversation(conversation) },
    text: rows([
      ["conversation", conversation.id],
      ["status", plain(conversation.status)],
      ["agent", conversation.agentId],
      ["to", phoneCall?.externalNumber ?? null],
      ["started", startedAt === null ? null : instant(startedAt)],
      ["answered", answeredAt === null ? null : instant(answeredAt)],
      ["duration", durationSeconds === null ? null : clock(durationSeconds)],
      ["ended by", conversation.terminationReason === null ? null : plain(conversation.terminationReason)],
      ["goal", conversation.analysis?.evaluation ?? null],
      ["summary", conversation.analysis?.summary ? plain(conversation.analysis.summary) : null],
      ["note", "not placed through this ledger"]
    ])
  })
  return "done" as const
})
