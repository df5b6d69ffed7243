import { Clock, Context, DateTime, Duration, Effect, Layer, Schema } from "effect"
import { answerRequest } from "./AnswerRequest.ts"
import { answerTwilio, isTwilio } from "./AnswerTwilio.ts"
import { answerControl, isControl } from "./Control.ts"
import { DialLog, type DialLogError } from "./DialLog.ts"
import type { EmulatorRequest } from "./EmulatorRequest.ts"
import { errorObject } from "./ErrorBody.ts"
import { makeExchange, type Exchange } from "./Exchange.ts"
import { Fault, faultProblem, type FaultRequest } from "./Fault.ts"
import { FaultError } from "./FaultError.ts"
import { hex } from "./Identifier.ts"
import { type Monitor, openMonitor } from "./Monitor.ts"
import type { Reply } from "./Reply.ts"
import { ringReport, type RingReport } from "./Rings.ts"
import type { SwitchChange, Switches } from "./Switches.ts"
import type { WebhookPost } from "./WebhookPost.ts"
import { makeWebhookSender, type WebhookSender } from "./WebhookSender.ts"

/** How an emulator is started. */
export interface EmulatorOptions {
  /** How many emulated seconds a real second lasts, for the calls placed here. 1 unless told. */
  readonly scale?: number
  /** How webhooks leave: `postOverHttp`, or straight to a receiver in this process. Without it none can be registered. */
  readonly post?: WebhookPost
}

/** The emulated provider, and the hands on its back. No phone rings anywhere, whatever is asked of it. */
export class Emulator extends Context.Service<
  Emulator,
  {
    /** Answers one HTTP request. Waits (on `Clock`) where the provider would: a SIP dial while it rings, a delay fault. */
    readonly handle: (request: EmulatorRequest) => Effect.Effect<Reply>
    /** Opens the monitor socket that a request asks for, or answers why not. */
    readonly monitor: (request: EmulatorRequest) => Effect.Effect<Monitor | Reply>
    /** Every accepted dial since the last reset. */
    readonly rings: Effect.Effect<RingReport, DialLogError>
    /** Arms a fault for the next matching request. */
    readonly fault: (fault: FaultRequest) => Effect.Effect<void, DialLogError | FaultError>
    /** Moves the emulated clock on, for the calls under way and for the `Date` of the answers. */
    readonly advance: (duration: Duration.Input) => Effect.Effect<void, DialLogError>
    /** Changes some switches and gives back all of them. */
    readonly change: (change: SwitchChange) => Effect.Effect<Switches, DialLogError>
    readonly webhooks: WebhookSender
    /** Forgets calls, faults, switches, webhooks and the time that was added. */
    readonly reset: Effect.Effect<void, DialLogError>
  }
>()("@outbound-call/emulator/Emulator") {
  /** An emulator over a dial log. */
  static readonly layer = (options: EmulatorOptions = {}): Layer.Layer<Emulator, never, DialLog> =>
    Layer.effect(Emulator, make(options.scale ?? 1, options.post ?? null))

  /** An emulator that forgets everything with the process. */
  static readonly layerMemory = (options: EmulatorOptions = {}): Layer.Layer<Emulator> =>
    Emulator.layer(options).pipe(Layer.provide(DialLog.layerMemory))
}

const make = Effect.fnUntraced(function* (scale: number, post: WebhookPost | null) {
  const exchange = yield* makeExchange(scale)
  const webhooks = yield* makeWebhookSender(exchange, post)

  const verbs = {
    rings: Effect.map(exchange.look, ({ world }) => ringReport(world)),
    fault: Effect.fnUntraced(function* (request: FaultRequest) {
      const fault = yield* Schema.decodeEffect(Fault, { onExcessProperty: "error" })(request).pipe(
        Effect.mapError((error) => new FaultError({ message: `The fault was not understood: ${error.message}` }))
      )
      const problem = faultProblem(fault)
      if (problem !== null) return yield* new FaultError({ message: problem })
      yield* exchange.record({ _tag: "fault", id: yield* hex(12), fault })
    }),
    advance: (duration: Duration.Input) =>
      exchange.record({ _tag: "advance", millis: Duration.toMillis(Duration.fromInputUnsafe(duration)) }),
    change: Effect.fnUntraced(function* (change: SwitchChange) {
      yield* exchange.record({ _tag: "switch", change })
      return (yield* exchange.look).world.switches
    }),
    webhooks,
    reset: Effect.andThen(webhooks.stop, exchange.record({ _tag: "reset" }))
  }

  const handle = Effect.fnUntraced(function* (request: EmulatorRequest) {
    const requestId = yield* hex(32)
    const url = urlOf(request)
    const reply = yield* (
      isControl(url)
        ? answerControl(verbs, exchange, request, url)
        : isTwilio(url)
          ? answerTwilio(exchange, request, url)
          : answerRequest(exchange, request, url, requestId)
    ).pipe(Effect.catchTag("DialLogError", (error) => Effect.succeed(logFailure(requestId, error))))
    return yield* stamp(exchange, reply, requestId)
  })

  const monitor = Effect.fnUntraced(function* (request: EmulatorRequest) {
    const requestId = yield* hex(32)
    const opened = yield* openMonitor(exchange, request, urlOf(request), requestId).pipe(
      Effect.catchTag("DialLogError", (error) => Effect.succeed(logFailure(requestId, error)))
    )
    return "tell" in opened ? opened : yield* stamp(exchange, opened, requestId)
  })

  return Emulator.of({ ...verbs, handle, monitor })
})

const urlOf = (request: EmulatorRequest): URL => new URL(request.url, "http://emulator.invalid")

const stamp = Effect.fnUntraced(function* (exchange: Exchange, reply: Reply, requestId: string) {
  const now = yield* Clock.currentTimeMillis
  const advanced = yield* exchange.look.pipe(
    Effect.map(({ world }) => world.advanced),
    Effect.orElseSucceed(() => 0)
  )
  const date = DateTime.toDateUtc(DateTime.makeUnsafe(now + advanced)).toUTCString()
  return { ...reply, headers: { ...reply.headers, "x-request-id": requestId, date } } satisfies Reply
})

const logFailure = (requestId: string, error: DialLogError): Reply =>
  errorObject(500, requestId, { type: "internal_error", code: "internal_error", message: error.message })
