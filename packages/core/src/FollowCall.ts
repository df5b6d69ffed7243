import { DateTime, type Duration, Effect, Stream } from "effect"
import { type Call, isFinal } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import { type CallEvent, readCursor, showEvent, type StoredEvent } from "./CallEvent.ts"
import { CallFollower, type Look } from "./CallFollower.ts"
import { CallLedger } from "./CallLedger.ts"
import { type Conversation, evaluationOf, isEnded, isOver, outcomeOf } from "./Conversation.ts"
import { CurrentPrincipal, mayDo } from "./Principal.ts"
import { mustBeOwn } from "./ShowOwnCalls.ts"
import type { Turn } from "./Transcript.ts"

export interface FollowOptions {
  /** Tell only what comes after this cursor of an earlier event. */
  readonly after?: string | undefined
  /** Stop waiting after this span; the stream ends and the call goes on. */
  readonly timeout?: Duration.Input | undefined
}

/**
 * The news of a call or conversation, from its first event or a cursor until it is over: each step, each turn as it is
 * recorded, `ended` when the line is down, `analysed` when the record is complete. Following only reads; a stopped
 * stream does not touch the call. The stream fails when the id is unknown or the provider refuses the key, not when it
 * is slow or down for a while. A principal without `transcripts:read` is told everything but the turns.
 */
export const followCall = (
  id: string,
  options: FollowOptions = {}
): Stream.Stream<CallEvent, CallNotFound | ProviderError | LedgerError, CallFollower | CallLedger> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const follower = yield* CallFollower
      const ledger = yield* CallLedger
      yield* mustBeOwn(id)
      const hearsSpeech = mayDo(yield* CurrentPrincipal, "transcripts:read")
      let told = readCursor(options.after ?? "") ?? { seq: 0, turns: 0 }
      const newsIn = Effect.fnUntraced(function* (look: Look) {
        const steps =
          look.call === null
            ? yield* foreignSteps(look.conversation, told.seq)
            : yield* ledger.events(look.call.id, told.seq)
        const now = yield* DateTime.now
        const events = shared(look, `${told.seq}.${told.turns} ${steps.length}`, () => inOrder(look, steps, told, now))
        told = {
          seq: Math.max(told.seq, ...steps.map((step) => step.seq)),
          turns: Math.max(told.turns, look.conversation?.turns.length ?? 0)
        }
        return hearsSpeech ? events : events.filter(({ type }) => type !== "turn")
      })
      const news = follower.watch(id, { listens: hearsSpeech }).pipe(Stream.mapEffect(newsIn), Stream.flattenIterable)
      return within(news, options.timeout)
    })
  )

/** By look, what was told of it. Watchers share looks, and most of them were told the same before. */
const tellings = new WeakMap<Look, Map<string, ReadonlyArray<CallEvent>>>()

/** What is told after a look to who stood at a place: made once for all who did, so that it can be written once. */
const shared = (look: Look, place: string, tell: () => ReadonlyArray<CallEvent>): ReadonlyArray<CallEvent> => {
  const known = tellings.get(look) ?? new Map<string, ReadonlyArray<CallEvent>>()
  tellings.set(look, known)
  const events = known.get(place) ?? tell()
  known.set(place, events)
  return events
}

const within = <A, E, R>(stream: Stream.Stream<A, E, R>, timeout: Duration.Input | undefined) =>
  timeout === undefined ? stream : Stream.interruptWhen(stream, Effect.sleep(timeout))

/** Steps of the line come before what was said on it, its end after. */
const inOrder = (
  look: Look,
  steps: ReadonlyArray<StoredEvent>,
  told: { readonly seq: number; readonly turns: number },
  now: DateTime.Utc
): ReadonlyArray<CallEvent> => {
  const turns = look.conversation?.turns.slice(told.turns) ?? []
  const closing = steps.findIndex(isClosing)
  const before = closing < 0 ? steps : steps.slice(0, closing)
  const after = closing < 0 ? [] : steps.slice(closing)
  const seqBefore = before.at(-1)?.seq ?? told.seq
  return [
    ...before.map((step) => show(look, step, told.turns)),
    ...turns.map((turn) => turnEvent(look, turn, seqBefore, now)),
    ...after.map((step) => show(look, step, told.turns + turns.length))
  ]
}

const isClosing = (step: StoredEvent): boolean =>
  step.type !== "status" || !["planned", "dialing", "unknown", "initiated", "in-progress"].includes(step.status)

const turnEvent = (look: Look, turn: Turn, seq: number, at: DateTime.Utc): CallEvent => ({
  type: "turn",
  cursor: `${seq}.${turn.n}`,
  at,
  callId: look.call?.id ?? null,
  conversationId: look.conversation?.id ?? null,
  turn
})

const show = ({ call, conversation }: Look, step: StoredEvent, turns: number): CallEvent =>
  call === null ? showForeign(conversation, step, turns) : showEvent(call, step, turns)

/** Steps of a conversation that is not ours, numbered by where they stand in a call, so that a cursor holds. */
const foreignSteps = Effect.fnUntraced(function* (conversation: Conversation | null, afterSeq: number) {
  const at = yield* DateTime.now
  if (conversation === null) return []
  const seq = foreignSeq[conversation.status] ?? 1
  const step = (stepSeq: number, type: StoredEvent["type"]): StoredEvent => ({
    seq: stepSeq,
    at,
    type,
    cause: "poll",
    status: seq < 3 ? "initiated" : "processing",
    message: null,
    detail: null
  })
  const steps = isOver(conversation)
    ? [step(4, "ended"), step(seq, "status"), step(6, "analysed")]
    : [step(seq, "status"), ...(isEnded(conversation) ? [step(4, "ended")] : [])]
  return steps.filter((one) => one.seq > afterSeq)
})

const foreignSeq: { readonly [word: string]: number } = {
  initiated: 1,
  "in-progress": 2,
  processing: 3,
  done: 5,
  failed: 5
}

const showForeign = (conversation: Conversation | null, step: StoredEvent, turns: number): CallEvent => {
  const base = {
    cursor: `${step.seq}.${turns}`,
    at: step.at,
    callId: null,
    conversationId: conversation?.id ?? null
  }
  switch (step.type) {
    case "status":
      return { ...base, type: "status", status: conversation?.status ?? "initiated", cause: "poll", message: null }
    case "ended":
      return {
        ...base,
        type: "ended",
        outcome: conversation === null ? null : outcomeOf(conversation),
        durationSeconds: conversation?.durationSeconds ?? null
      }
    case "analysed":
      return { ...base, type: "analysed", evaluation: conversation === null ? null : evaluationOf(conversation) }
  }
}

/** The call as it stands when following it ended: over, or still going when the time was up. */
export const awaitCall = Effect.fn("awaitCall")(function* (
  call: Call,
  options: Pick<FollowOptions, "timeout"> = {}
): Effect.fn.Return<Call, CallNotFound | ProviderError | LedgerError, CallFollower | CallLedger> {
  if (isFinal(call)) return call
  const follower = yield* CallFollower
  const ledger = yield* CallLedger
  yield* Stream.runDrain(within(follower.watch(call.id, { listens: false }), options.timeout))
  return yield* ledger.find(call.id)
})
