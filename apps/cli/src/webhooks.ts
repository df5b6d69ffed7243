import { KeyName } from "@outbound-call/core/ApiKey"
import { disableEndpoint, enableEndpoint, removeEndpoint } from "@outbound-call/core/ChangeEndpoint"
import { createEndpoint, type NewEndpoint } from "@outbound-call/core/CreateEndpoint"
import { getEndpoint } from "@outbound-call/core/GetEndpoint"
import { listEndpoints } from "@outbound-call/core/ListEndpoints"
import { listMessages } from "@outbound-call/core/ListMessages"
import { resendMessage, testEndpoint } from "@outbound-call/core/ResendMessage"
import { rotateEndpointSecret, rotationGrace } from "@outbound-call/core/RotateEndpointSecret"
import * as Ledger from "@outbound-call/node/Ledger"
import { hasLedger, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import * as WebhooksOut from "@outbound-call/node/WebhooksOut"
import { Duration, Effect, Layer, Option, Redacted, Schema } from "effect"
import { endpointJson, endpointLine, messageJson, messageLine } from "./DescribeEndpoint.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import { UsageError } from "./UsageError.ts"
import type {
  AddEndpointInput,
  EndpointInput,
  ListEndpointsInput,
  ListMessagesInput,
  ResendMessageInput,
  RotateEndpointInput
} from "./WebhooksCommands.ts"

/** `outbound webhooks add`: the one time that the secret of an endpoint is shown. */
export const addEndpointCommand = Effect.fn("addEndpointCommand")(function* (input: AddEndpointInput) {
  const owner = Option.getOrNull(input.owner)
  if (owner !== null) yield* requireName(owner)
  const made = yield* createEndpoint({ url: input.url, owner, events: input.event }).pipe(
    Effect.provide(yield* outboxAt(input.simulate))
  )
  yield* printNew(made)
  yield* printNote("A running server posts to it what is recorded from now on.")
  if (input.simulate)
    yield* printNote("On this machine it is reached only by `serve --simulate --webhooks-to-loopback`.")
  return "done" as const
})

/** `outbound webhooks rotate`: a new secret, shown once. */
export const rotateEndpointCommand = Effect.fn("rotateEndpointCommand")(function* (input: RotateEndpointInput) {
  const grace = Option.getOrElse(input.grace, () => rotationGrace)
  yield* printNew(yield* rotateEndpointSecret(input.id, grace).pipe(Effect.provide(yield* outboxAt(input.simulate))))
  yield* printNote(
    Duration.isZero(grace)
      ? "The secret before signs no more."
      : `The secret before signs as well for ${Duration.format(grace)}.`
  )
  return "done" as const
})

/** `outbound webhooks list`: every endpoint without its secret. */
export const listEndpointsCommand = Effect.fn("listEndpointsCommand")(function* (input: ListEndpointsInput) {
  yield* onlyHere("outbound webhooks list")
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const endpoints = (yield* hasLedger(place)) ? yield* listEndpoints().pipe(Effect.provide(Ledger.layer(place))) : []
  yield* printResult({
    json: { endpoints: endpoints.map(endpointJson), simulated: place.simulated },
    text: endpoints.length === 0 ? "No webhook endpoints." : endpoints.map(endpointLine).join("\n")
  })
  return "done" as const
})

/** `outbound webhooks messages`: what an endpoint was sent. */
export const listMessagesCommand = Effect.fn("listMessagesCommand")(function* (input: ListMessagesInput) {
  if (Option.exists(input.cursor, (cursor) => !/^\d{1,15}$/.test(cursor)))
    return yield* new UsageError({ message: "--cursor is what the page before named." })
  const { messages, nextCursor } = yield* listMessages(input.id, {
    state: Option.getOrUndefined(input.state),
    limit: input.limit,
    cursor: Option.getOrUndefined(input.cursor)
  }).pipe(Effect.provide(yield* outboxAt(input.simulate)))
  yield* printResult({
    json: { messages: messages.map(messageJson), nextCursor },
    text: messages.length === 0 ? "No messages." : messages.map(messageLine).join("\n")
  })
  if (nextCursor !== null) yield* printNote(`More: --cursor ${nextCursor}`)
  return "done" as const
})

/** `outbound webhooks resend`. */
export const resendMessageCommand = Effect.fn("resendMessageCommand")(function* (input: ResendMessageInput) {
  const message = yield* resendMessage(input.id).pipe(Effect.provide(yield* outboxAt(input.simulate)))
  yield* printResult({ json: messageJson(message), text: messageLine(message) })
  return "done" as const
})

/** `outbound webhooks test`. */
export const testEndpointCommand = Effect.fn("testEndpointCommand")(function* (input: EndpointInput) {
  const message = yield* testEndpoint(input.id).pipe(Effect.provide(yield* outboxAt(input.simulate)))
  yield* printResult({ json: messageJson(message), text: messageLine(message) })
  yield* printNote(`See what became of it: outbound webhooks messages ${input.id}`)
  return "done" as const
})

const onEndpoint = (
  deed: typeof getEndpoint | typeof enableEndpoint | typeof disableEndpoint | typeof removeEndpoint
) =>
  Effect.fnUntraced(function* (input: EndpointInput) {
    const endpoint = yield* deed(input.id).pipe(Effect.provide(yield* outboxAt(input.simulate)))
    yield* printResult({ json: endpointJson(endpoint), text: endpointLine(endpoint) })
    return "done" as const
  })

/** `outbound webhooks show`. */
export const showEndpointCommand = onEndpoint(getEndpoint)

/** `outbound webhooks enable`. */
export const enableEndpointCommand = onEndpoint(enableEndpoint)

/** `outbound webhooks disable`. */
export const disableEndpointCommand = onEndpoint(disableEndpoint)

/** `outbound webhooks remove`: shows the endpoint as it was. */
export const removeEndpointCommand = onEndpoint(removeEndpoint)

const printNew = Effect.fnUntraced(function* ({ endpoint, secret }: NewEndpoint) {
  const text = Redacted.value(secret)
  yield* printResult({ json: { ...endpointJson(endpoint), secret: text }, text })
  yield* printNote(`${endpoint.id} for ${endpoint.url}. This is the only time its secret is shown.`)
})

/** Where calls are simulated, an endpoint may be on this machine; the server decides whether it is reached. */
const outboxAt = Effect.fnUntraced(function* (simulate: boolean) {
  yield* onlyHere("outbound webhooks")
  const place = yield* readLedgerPlace({ simulate })
  return Layer.merge(Ledger.layer(place), WebhooksOut.layer({ loopback: place.simulated }))
})

const requireName = (owner: string) =>
  Schema.decodeUnknownEffect(KeyName)(owner).pipe(
    Effect.mapError(() => new UsageError({ message: "--owner is one line of 1 to 100 characters." }))
  )
