import { Api, endpointProblemOf } from "@outbound-call/api"
import {
  changeEndpoint,
  createEndpoint,
  disableEndpoint,
  enableEndpoint,
  type Endpoints,
  type EndpointTransport,
  getEndpoint,
  listEndpoints,
  listMessages,
  type Messages,
  type MessageSigner,
  type NewEndpoint,
  removeEndpoint,
  resendMessage,
  rotateEndpointSecret,
  testEndpoint
} from "@outbound-call/core"
import { Duration, Effect, Redacted } from "effect"
import { HttpApiBuilder } from "effect/http-api"

/** What the handlers of the endpoints work with. */
export type EndpointServices = Endpoints | Messages | EndpointTransport | MessageSigner

/** The handlers of those who are told of the news. */
export const layer = ({ simulated }: { readonly simulated: boolean }) =>
  HttpApiBuilder.group(
    Api,
    "endpoints",
    Effect.fnUntraced(function* (handlers) {
      const services = yield* Effect.context<EndpointServices>()
      return handlers
        .handle("add", ({ payload: { events = [], owner = null, url } }) =>
          createEndpoint({ url, owner, events }).pipe(
            Effect.map(withSecret),
            Effect.mapError(endpointProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("list", () =>
          listEndpoints().pipe(
            Effect.map((endpoints) => ({ endpoints, simulated })),
            Effect.mapError(endpointProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("get", ({ params: { id } }) =>
          getEndpoint(id).pipe(Effect.mapError(endpointProblemOf), Effect.provideContext(services))
        )
        .handle("change", ({ params: { id }, payload }) =>
          changeEndpoint(id, payload).pipe(Effect.mapError(endpointProblemOf), Effect.provideContext(services))
        )
        .handle("remove", ({ params: { id } }) =>
          removeEndpoint(id).pipe(
            Effect.map((endpoint) => ({ removed: true as const, endpoint })),
            Effect.mapError(endpointProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("rotate", ({ params: { id }, payload: { graceSeconds } }) =>
          rotateEndpointSecret(id, graceSeconds === undefined ? undefined : Duration.seconds(graceSeconds)).pipe(
            Effect.map(withSecret),
            Effect.mapError(endpointProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("enable", ({ params: { id } }) =>
          enableEndpoint(id).pipe(Effect.mapError(endpointProblemOf), Effect.provideContext(services))
        )
        .handle("disable", ({ params: { id } }) =>
          disableEndpoint(id).pipe(Effect.mapError(endpointProblemOf), Effect.provideContext(services))
        )
        .handle("test", ({ params: { id } }) =>
          testEndpoint(id).pipe(Effect.mapError(endpointProblemOf), Effect.provideContext(services))
        )
        .handle("messages", ({ params: { id }, query }) =>
          listMessages(id, query).pipe(Effect.mapError(endpointProblemOf), Effect.provideContext(services))
        )
        .handle("resend", ({ params: { id } }) =>
          resendMessage(id).pipe(Effect.mapError(endpointProblemOf), Effect.provideContext(services))
        )
    })
  )

const withSecret = ({ endpoint, secret }: NewEndpoint) => ({ ...endpoint, secret: Redacted.value(secret) })
