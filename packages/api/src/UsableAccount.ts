import { AgentId, PhoneNumberId } from "@outbound-call/core/CallIds"
import { PhoneNumber } from "@outbound-call/core/PhoneNumber"
import { Schema } from "effect"

const allowed = (what: string) =>
  Schema.NullOr(Schema.Boolean).annotate({
    description: `Whether a call may change ${what}; null when the provider does not tell`,
    examples: [true]
  })

const name = Schema.NullOr(
  Schema.String.annotate({ description: "Its name at the provider; null for none", examples: ["Demo agent"] })
)

/** An agent with what a request must say to it. */
export const UsableAgent = Schema.Struct({
  id: AgentId,
  name,
  isDefault: Schema.Boolean.annotate({ description: "Speaks when a request names no agent", examples: [true] }),
  requiredVariables: Schema.Array(Schema.String).annotate({
    description: "Variables that a request must give; without them it is refused",
    examples: [["customer_name"]]
  }),
  declaredVariables: Schema.Array(Schema.String).annotate({
    description: "Those, and others that the agent's settings name; what else is given is not used",
    examples: [["customer_name"]]
  }),
  allowedOverrides: Schema.Struct({
    firstMessage: allowed("the first message"),
    language: allowed("the language"),
    prompt: allowed("the prompt"),
    voiceId: allowed("the voice"),
    maxDuration: allowed("the longest duration")
  }).annotate({
    description: "What `overrides` of a request may change",
    examples: [{ firstMessage: true, language: true, prompt: false, voiceId: false, maxDuration: null }]
  })
}).annotate({ identifier: "UsableAgent", description: "An agent with what a request must say to it" })

/** The agents of the account. */
export const AgentList = Schema.Struct({
  agents: Schema.Array(
    Schema.Struct({
      id: AgentId,
      name,
      isDefault: Schema.Boolean.annotate({ description: "Speaks when a request names no agent", examples: [true] })
    })
  ).annotate({
    description: "Agents that are not archived",
    examples: [[{ id: AgentId.make("agent_demo"), name: "Demo agent", isDefault: true }]]
  }),
  simulated: Schema.Boolean
}).annotate({ identifier: "AgentList", description: "The agents of the account" })

/** The numbers of the account, and which of them calls can go out from. */
export const PhoneNumberList = Schema.Struct({
  phoneNumbers: Schema.Array(
    Schema.Struct({
      id: PhoneNumberId,
      number: Schema.NullOr(PhoneNumber).annotate({
        description: "The caller id that is shown, E.164",
        examples: [PhoneNumber.make("+14155550199")]
      }),
      label: Schema.NullOr(Schema.String).annotate({
        description: "Its label at the provider",
        examples: ["Main line"]
      }),
      carrier: Schema.NullOr(Schema.Literals(["twilio", "sip_trunk", "exotel"])).annotate({
        description: "Who carries its calls; null for one that this service cannot use",
        examples: ["twilio"]
      }),
      supportsOutbound: Schema.NullOr(Schema.Boolean).annotate({
        description: "What the provider says of calling out; null when it does not tell",
        examples: [true]
      }),
      isUsable: Schema.Boolean.annotate({ description: "Whether a request may name it", examples: [true] }),
      isDefault: Schema.Boolean.annotate({
        description: "Calls go out from it when a request names none",
        examples: [true]
      })
    })
  ).annotate({
    description: "Every number of the account",
    examples: [
      [
        {
          id: PhoneNumberId.make("phnum_demo"),
          number: PhoneNumber.make("+14155550199"),
          label: "Main line",
          carrier: "twilio",
          supportsOutbound: true,
          isUsable: true,
          isDefault: true
        }
      ]
    ]
  }),
  simulated: Schema.Boolean
}).annotate({ identifier: "PhoneNumberList", description: "The numbers of the account" })
