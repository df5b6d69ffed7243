import { AgentId, type CallRequest, PhoneNumberId, Purpose } from "@outbound-call/core"
import { Schema } from "effect"

/** What check_call and place_call take. */
export const callArguments = {
  to: Schema.String.check(Schema.isMaxLength(40)).annotate({
    description: "Number to call in E.164, for example +14155550100; a national number needs region"
  }),
  region: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^[A-Z]{2}$/u)).annotate({ description: "ISO region of a national number" })
  ),
  agent: Schema.optionalKey(AgentId),
  from: Schema.optionalKey(PhoneNumberId),
  variables: Schema.optionalKey(
    Schema.Record(
      Schema.String,
      Schema.Union([Schema.String.check(Schema.isMaxLength(500)), Schema.Finite, Schema.Boolean])
    )
      .check(Schema.isMaxProperties(20))
      .annotate({ description: "Dynamic variables of the agent" })
  ),
  first_message: Schema.optionalKey(
    Schema.NonEmptyString.check(Schema.isMaxLength(1000)).annotate({
      description: "First sentence the agent says, where the agent allows it to be changed"
    })
  ),
  purpose: Schema.optionalKey(Purpose)
}

const CallArguments = Schema.Struct(callArguments)
export type CallArguments = typeof CallArguments.Type

/** The core's request. */
export const callRequest = (given: CallArguments): CallRequest => ({
  to: given.to,
  ...(given.region === undefined ? {} : { region: given.region }),
  ...(given.agent === undefined ? {} : { agentId: given.agent }),
  ...(given.from === undefined ? {} : { phoneNumberId: given.from }),
  ...(given.variables === undefined ? {} : { variables: given.variables }),
  ...(given.first_message === undefined ? {} : { overrides: { firstMessage: given.first_message } }),
  ...(given.purpose === undefined ? {} : { purpose: given.purpose })
})
