import { Endpoint } from "@outbound-call/core/Endpoint"
import { Message } from "@outbound-call/core/Message"
import { Schema } from "effect"
import { instant } from "./DescribeCall.ts"

const encodeEndpoint = Schema.encodeSync(Endpoint)
const encodeMessage = Schema.encodeSync(Message)

/** An endpoint as JSON. */
export const endpointJson = (endpoint: Endpoint) => encodeEndpoint(endpoint)

/** A message as JSON. */
export const messageJson = (message: Message) => encodeMessage(message)

/** An endpoint in one line. */
export const endpointLine = (endpoint: Endpoint): string =>
  [
    endpoint.id,
    endpoint.url,
    endpoint.owner === null ? "every owner" : `owner ${endpoint.owner}`,
    endpoint.events.length === 0 ? "every event" : endpoint.events.join(","),
    endpoint.state === "disabled" ? `disabled (${endpoint.disabledReason})` : endpoint.state
  ].join("  ")

/** A message in one line. */
export const messageLine = (message: Message): string =>
  [
    message.id,
    message.type,
    message.state,
    `${message.attempts} attempt${message.attempts === 1 ? "" : "s"}`,
    ...(message.lastError === null ? [] : [message.lastError]),
    ...(message.nextAttemptAt === null ? [] : [`next ${instant(message.nextAttemptAt)}`])
  ].join("  ")
