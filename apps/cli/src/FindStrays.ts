import { attemptVariable, isCallId, type AgentId } from "@outbound-call/core/CallIds"
import { CallLedger } from "@outbound-call/core/CallLedger"
import type { ConversationSummary } from "@outbound-call/core/Conversation"
import { VoiceProvider } from "@outbound-call/core/VoiceProvider"
import { Effect } from "effect"
import { type Check, failed, passed, untold } from "./Checks.ts"

/** Looks for calls placed by this service through another ledger: against those this one cannot protect. */
export const checkStrays = Effect.fnUntraced(function* (agentId: AgentId | undefined) {
  const provider = yield* VoiceProvider
  const page = yield* Effect.result(provider.conversations({ agentId, limit: looks }))
  if (page._tag === "Failure") return untold("strays", `conversations cannot be listed: ${page.failure.detail}`)
  const strays = yield* Effect.forEach(page.success.conversations, strayOf, { concurrency: 8 })
  const found = strays.flatMap((stray) => (stray === null ? [] : [stray]))
  return found.length === 0
    ? passed("strays", `none of the latest ${page.success.conversations.length} conversations`)
    : toCheck(found)
})

const looks = 100

/** The call id that a conversation carries and this ledger does not know; null when there is none. */
const strayOf = Effect.fnUntraced(function* ({ id }: ConversationSummary) {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const knows = (wanted: string) =>
    ledger.find(wanted).pipe(
      Effect.as(true),
      Effect.catchTag("CallNotFound", () => Effect.succeed(false))
    )
  if (yield* knows(id)) return null
  const echo = yield* provider.conversation(id).pipe(
    Effect.map(({ variables }) => variables[attemptVariable]),
    Effect.orElseSucceed(() => undefined)
  )
  return isCallId(echo) && !(yield* knows(echo)) ? `${id} (${echo})` : null
})

const toCheck = (found: ReadonlyArray<string>): Check =>
  failed(
    "strays",
    `${found.length} of our calls are missing from this ledger: ${found.slice(0, 5).join(", ")}${found.length > 5 ? ", …" : ""}`,
    "They were placed with another ledger (OUTBOUND_DATA_DIR, another machine): use that one, so that nobody is rung twice."
  )
