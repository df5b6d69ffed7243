import { KeyName } from "@outbound-call/core/ApiKey"
import { Endpoint, EndpointEvent } from "@outbound-call/core/Endpoint"
import { Message } from "@outbound-call/core/Message"
import { Schema } from "effect"

const url = Schema.String.check(Schema.isMaxLength(2_048)).annotate({
  description: "Where messages are posted: https, a public address, no user, no redirect",
  examples: ["https://crm.example.com/calls"]
})
const owner = Schema.NullOr(KeyName).annotate({
  description: "Whose calls it hears of; null for those of every owner",
  examples: ["sales"]
})
const events = Schema.Array(EndpointEvent)
  .check(Schema.isMaxLength(3))
  .annotate({
    description: "The events it wants; none named is all of them",
    examples: [["call.ended"]]
  })

/** A URL that wants the news of calls. */
export const EndpointRequest = Schema.Struct({
  url,
  owner: Schema.optionalKey(owner),
  events: Schema.optionalKey(events)
}).annotate({ identifier: "EndpointRequest", description: "A URL that wants the news of calls" })

/** What of an endpoint is to change; what is left out stays. */
export const EndpointPatch = Schema.Struct({
  url: Schema.optionalKey(url),
  owner: Schema.optionalKey(owner),
  events: Schema.optionalKey(events)
}).annotate({ identifier: "EndpointPatch", description: "What of an endpoint is to change; what is left out stays" })

/** An endpoint as it is shown. */
export const EndpointView = Endpoint.annotate({
  identifier: "Endpoint",
  description: "A URL that wants the news of calls"
})

/** An endpoint with its secret, which is shown this once. */
export const NewEndpointView = Schema.Struct({
  ...Endpoint.fields,
  secret: Schema.String.annotate({
    description: "What its messages are signed with; shown this once",
    examples: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="]
  })
}).annotate({ identifier: "NewEndpoint", description: "An endpoint with its secret, which is shown this once" })

/** How long the old secret signs as well. */
export const Rotation = Schema.Struct({
  graceSeconds: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2_592_000 })).annotate({
      description: "How long the secret before signs as well; a day when left out",
      examples: [86_400]
    })
  )
}).annotate({ identifier: "Rotation", description: "How long the old secret signs as well" })

export const EndpointList = Schema.Struct({
  endpoints: Schema.Array(EndpointView),
  simulated: Schema.Boolean
}).annotate({
  identifier: "EndpointList",
  description: "Every endpoint, newest first"
})

/** A message as it is shown. */
export const MessageView = Message.annotate({ identifier: "Message", description: "One event for one endpoint" })

export const MessageList = Schema.Struct({
  messages: Schema.Array(MessageView),
  nextCursor: Schema.NullOr(Schema.String)
}).annotate({ identifier: "MessageList", description: "A page of messages, newest first" })

/** An endpoint that was removed, as it was. */
export const RemovedEndpoint = Schema.Struct({ removed: Schema.Literal(true), endpoint: EndpointView }).annotate({
  identifier: "RemovedEndpoint",
  description: "An endpoint that was removed, as it was"
})
