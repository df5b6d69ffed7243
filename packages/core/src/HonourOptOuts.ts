import { DateTime, Effect, Layer } from "effect"
import { advance, type News } from "./AdvanceCall.ts"
import type { CallId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import { CallSettings } from "./CallSettings.ts"
import { isOver } from "./Conversation.ts"
import { optOutIn, type OptOutWords } from "./OptOutIn.ts"
import { asService } from "./Principal.ts"
import { suppressNumbers } from "./SuppressNumbers.ts"
import { Suppressions } from "./Suppressions.ts"

type Ledger = CallLedger["Service"]

/**
 * The ledger, which hears in every complete conversation that it records whether the person asked not to be called again.
 * Then their number is on the do-not-call list before the conversation is recorded, so that a process which ends between
 * the two does both again, and no conversation that is recorded was not heard. A conversation counts once: news that
 * changes nothing adds nothing, also after the number was taken off the list. All that what was said can do is to add
 * the number of its own call; none of it is kept.
 */
export const layer: Layer.Layer<CallLedger, never, CallLedger | Suppressions | CallSettings> = Layer.effect(
  CallLedger,
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    const suppressions = yield* Suppressions
    const { optOut } = yield* CallSettings
    return honourOptOuts(ledger, suppressions, optOut)
  })
)

const honourOptOuts = (
  ledger: Ledger,
  suppressions: Suppressions["Service"],
  words: OptOutWords | undefined
): Ledger => {
  const suppress = Effect.fnUntraced(function* (id: CallId, news: News) {
    const call = yield* asService(ledger.find(id))
    const after = advance(call, news, yield* DateTime.now).call
    if (call.to === null || call.analysedAt !== null || after.analysedAt === null) return
    yield* suppressNumbers([{ number: call.to, source: "asked for in a call", note: call.id }], "the service").pipe(
      Effect.provideService(CallLedger, ledger),
      Effect.provideService(Suppressions, suppressions)
    )
    yield* Effect.logInfo(`${call.id}: the person called asked for no more calls, and their number is called no more.`)
  })

  return CallLedger.of({
    ...ledger,
    record: Effect.fnUntraced(function* (id, news) {
      const isHeard = news.type === "conversation" && isOver(news.conversation)
      if (isHeard && optOutIn(news.conversation, words) !== null) yield* suppress(id, news)
      return yield* ledger.record(id, news)
    })
  })
}
