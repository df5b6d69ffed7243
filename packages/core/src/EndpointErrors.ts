import { Schema } from "effect"

/** No endpoint of this ledger has the id. */
export class EndpointNotFound extends Schema.TaggedError<EndpointNotFound>()(
  "EndpointNotFound",
  { id: Schema.String },
  { httpApiStatus: 404 }
) {
  override get message(): string {
    return `There is no webhook endpoint ${this.id} here; nothing changed, and no phone rang by this. List them with \`outbound webhooks list\`; simulated calls have endpoints of their own (--simulate).`
  }
}

/** Nothing would be sent to this address, so it was not taken. */
export class EndpointRefused extends Schema.TaggedError<EndpointRefused>()(
  "EndpointRefused",
  { reason: Schema.String },
  { httpApiStatus: 422 }
) {
  override get message(): string {
    return `The endpoint was not taken: ${this.reason}. Nothing changed.`
  }
}

/** A ledger has as many endpoints as it may. */
export class TooManyEndpoints extends Schema.TaggedError<TooManyEndpoints>()(
  "TooManyEndpoints",
  { most: Schema.Int },
  { httpApiStatus: 409 }
) {
  override get message(): string {
    return `There are ${this.most} webhook endpoints, which is the most; nothing changed. Remove one first.`
  }
}

/** Nothing is sent to an endpoint that is disabled. */
export class EndpointDisabled extends Schema.TaggedError<EndpointDisabled>()(
  "EndpointDisabled",
  { id: Schema.String },
  { httpApiStatus: 409 }
) {
  override get message(): string {
    return `${this.id} is disabled and is sent nothing; nothing changed. Enable it first: \`outbound webhooks enable ${this.id}\`.`
  }
}

/** No message of this ledger has the id: it never had, or the message was forgotten in its time. */
export class MessageNotFound extends Schema.TaggedError<MessageNotFound>()(
  "MessageNotFound",
  { id: Schema.String },
  { httpApiStatus: 404 }
) {
  override get message(): string {
    return `There is no message ${this.id} here; nothing was sent, and no phone rang by this. List those of an endpoint with \`outbound webhooks messages <id>\`: delivered ones are kept for 30 days, dead ones for 90.`
  }
}
