import { DateTime, Effect, Schema } from "effect"
import { Callees } from "./Callee.ts"
import type { Emulator } from "./Emulator.ts"
import type { EmulatorRequest } from "./EmulatorRequest.ts"
import type { Exchange } from "./Exchange.ts"
import { Fault } from "./Fault.ts"
import { FaultError } from "./FaultError.ts"
import { isLoopback } from "./Loopback.ts"
import { json, type Reply } from "./Reply.ts"
import { SwitchChange } from "./Switches.ts"
import { WebhookFault } from "./WebhookFault.ts"
import { WebhookSettings } from "./WebhookSettings.ts"
import type { View } from "./World.ts"

/** Whether a request is for the control API. */
export const isControl = (url: URL): boolean => url.pathname === "/_emulator" || url.pathname.startsWith("/_emulator/")

type Verbs = Omit<Emulator["Service"], "handle" | "monitor">

/** Answers the control API. No key; only for this machine: a page of another origin cannot use it. */
export const answerControl = Effect.fnUntraced(function* (
  verbs: Verbs,
  exchange: Exchange,
  request: EmulatorRequest,
  url: URL
) {
  if (!fromThisMachine(request)) return refuse(403, "The control API answers only to this machine.")
  switch (`${request.method} ${url.pathname.replace("/_emulator", "")}`) {
    case "DELETE ":
      yield* verbs.reset
      return json(200, { reset: true })
    case "GET /rings":
      return json(200, jsonOf(yield* verbs.rings))
    case "GET /callees":
      return json(200, { callees: Callees.map((callee) => jsonOf(callee)) })
    case "GET /switches":
      return json(200, jsonOf((yield* exchange.look).world.switches))
    case "POST /faults":
      return yield* read(FaultBody, request, (fault) => answerFault(verbs.fault(fault), { armed: true }))
    case "POST /switches":
      return yield* read(SwitchChange, request, (change) =>
        Effect.map(verbs.change(change), (switches) => json(200, jsonOf(switches)))
      )
    case "POST /clock":
      return yield* read(ClockChange, request, (change) =>
        Effect.andThen(verbs.advance((change.advanceSeconds ?? 0) * 1000), Effect.map(exchange.look, clockReply))
      )
    case "GET /webhooks":
      return json(200, jsonOf(yield* verbs.webhooks.report))
    case "POST /webhooks":
      return yield* read(Schema.toEncoded(WebhookSettings), request, (settings) =>
        answerFault(verbs.webhooks.register(settings), { registered: true })
      )
    case "DELETE /webhooks":
      yield* verbs.webhooks.stop
      return json(200, { registered: false })
    case "POST /webhooks/faults":
      return yield* read(Schema.toEncoded(WebhookFault), request, (fault) =>
        answerFault(verbs.webhooks.fault(fault), { armed: true })
      )
    default:
      return refuse(404, `There is no ${request.method} ${url.pathname} in the control API.`)
  }
})

/** What was asked for makes no sense, or it is done. */
const answerFault = <E>(deed: Effect.Effect<void, E | FaultError>, done: Schema.JsonObject) =>
  deed.pipe(
    Effect.as(json(200, done)),
    Effect.catchIf(isFaultError, (error) => Effect.succeed(refuse(400, error.message)))
  )

const isFaultError = Schema.is(FaultError)

const FaultBody = Schema.toEncoded(Fault)

const ClockChange = Schema.Struct({
  advanceSeconds: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)))
})

const clockReply = ({ now, world }: View): Reply =>
  json(200, {
    now: DateTime.formatIso(DateTime.makeUnsafe(now + world.advanced)),
    advancedSeconds: world.advanced / 1000
  })

const refuse = (status: number, error: string): Reply => json(status, { error })

const read = <S extends Schema.ConstraintDecoder<unknown>, E>(
  schema: S,
  request: EmulatorRequest,
  then: (value: S["Type"]) => Effect.Effect<Reply, E>
): Effect.Effect<Reply, E> =>
  Schema.decodeEffect(Schema.fromJsonString(schema), { onExcessProperty: "error" })(request.body).pipe(
    Effect.matchEffect({
      onFailure: (error) => Effect.succeed(refuse(400, `The body was not understood: ${error.message}`)),
      onSuccess: then
    })
  )

const jsonOf = (value: object): Schema.JsonObject => ({ ...value }) as Schema.JsonObject

const fromThisMachine = (request: EmulatorRequest): boolean => {
  const { host, origin } = request.headers
  if (host !== undefined && !isLoopback(`http://${host}`)) return false
  return origin === undefined || isLoopback(origin)
}
