import { AgentId, PhoneNumberId, Purpose } from "@outbound-call/core"
import { Schema } from "effect"

/** What check_call and place_call take. */
export const callArguments = {
  to: Schema.String.check(Schema.isMaxLength(40)).annotate({
    description: "E.164, such as +14155550100; a national number needs region"
  }),
  region: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^[A-Z]{2}$/u)).annotate({ description: "ISO region of a national number" })
  ),
  task: Schema.optionalKey(
    Schema.NonEmptyString.check(Schema.isMaxLength(4000)).annotate({
      description: "What the agent is to get done, for agents with a variable task"
    })
  ),
  callee_name: Schema.optionalKey(
    Schema.NonEmptyString.check(Schema.isMaxLength(200)).annotate({
      description: "Who is called, for agents with a variable callee_name"
    })
  ),
  max_minutes: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 30 })).annotate({
      description: "End the talk after this, where the agent allows it"
    })
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
      description: "First sentence the agent says, where it allows that"
    })
  ),
  purpose: Schema.optionalKey(
    Schema.Literals(Purpose.literals).annotate({ description: "requested: the person called asked for it" })
  )
}

const CallArguments = Schema.Struct(callArguments)
export type CallArguments = typeof CallArguments.Type
