import { Clock, DateTime, Effect, Fiber, Random } from "effect"
import { type Attempt, type AttemptOutcome, judge } from "./Attempt.ts"
import type { LedgerError } from "./CallErrors.ts"
import type { SigningSecret } from "./Endpoint.ts"
import { EndpointTransport } from "./EndpointTransport.ts"
import { countAttempt } from "./MessageMetrics.ts"
import { MessageSigner } from "./MessageSigner.ts"
import { type DueMessage, Messages, type Ticket } from "./Messages.ts"

/** How long one attempt may take. */
const longestAttempt = "15 seconds"

/**
 * One attempt of a message, and its record. Once begun it runs to its end or its bound, also while the service stops.
 * A process that dies in between sends the message again, under the same id.
 */
export const deliverMessage = Effect.fn("deliverMessage")(function* (
  ticket: Ticket
): Effect.fn.Return<void, LedgerError, Messages | EndpointTransport | MessageSigner> {
  const messages = yield* Messages
  const due = yield* messages.due(ticket)
  if (due === null) return
  const attempt = due.to.endpoint.state === "unusable" ? unread : yield* post(due)
  const outcome = judge(attempt, due.attempts, due.to, yield* DateTime.now, yield* Random.next)
  if (yield* messages.record(ticket, outcome)) yield* tell(due, outcome)
}, Effect.uninterruptible)

/** The row may be mended meanwhile, so its message waits as it does for one that does not answer. */
const unread: Attempt = { type: "failed", reason: "the endpoint cannot be read from the ledger" }

const post = Effect.fnUntraced(function* ({ body, id, to: { endpoint, secrets } }: DueMessage) {
  const transport = yield* EndpointTransport
  const seconds = Math.floor((yield* Clock.currentTimeMillis) / 1000)
  const headers = {
    "content-type": "application/json",
    "user-agent": "outbound-call-webhooks/1",
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": yield* signatures(secrets, `${id}.${seconds}.${body}`)
  }
  // In a fiber of its own it can be cut off at its bound, which this one must not be.
  const sending = yield* transport.post({ url: endpoint.url, headers, body }).pipe(
    Effect.timeoutOrElse({
      duration: longestAttempt,
      orElse: () => Effect.succeed<Attempt>({ type: "failed", reason: "the endpoint did not answer within 15 s" })
    }),
    Effect.interruptible,
    Effect.forkDetach
  )
  return yield* Fiber.join(sending)
})

/** One signature for each secret that is good now, so that a receiver may hold either during a rotation. */
const signatures = Effect.fnUntraced(function* (secrets: ReadonlyArray<SigningSecret>, text: string) {
  const signer = yield* MessageSigner
  const now = yield* DateTime.now
  const good = secrets.filter(({ until }) => until === null || DateTime.isLessThan(now, until))
  const made = yield* Effect.forEach(good, ({ secret }) => signer.sign(secret, text))
  return made.map((signature) => `v1,${signature}`).join(" ")
})

/** The log names the endpoint by its id: its URL, and why it was not reached, may hold what only its owner should know. */
const tell = Effect.fnUntraced(function* (due: DueMessage, { disable, state, status }: AttemptOutcome) {
  yield* countAttempt(state === "waiting" ? "failed" : state)
  const { id } = due.to.endpoint
  const end = status === null ? "no answer came" : `it answered ${status}`
  if (state === "dead") yield* Effect.logWarning(`The message ${due.id} for ${id} is given up: ${end}.`)
  if (disable !== null) yield* Effect.logWarning(`The webhook endpoint ${id} is disabled (${disable}).`)
})
