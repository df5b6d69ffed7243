import { AgentId } from "@outbound-call/core/CallIds"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication, Permission } from "./Authentication.ts"
import { AgentNotFoundProblem, ProviderProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"
import { Account } from "./Account.ts"
import { AgentList, PhoneNumberList, UsableAgent } from "./UsableAccount.ts"

const whoAsks = HttpApiEndpoint.get("whoAsks", "/v1/account", { success: Account }).annotateMerge(
  behind("any", {
    summary: "See who asks",
    description:
      "The owner and scopes of the key that the request brings, and whether this service rings phones. Every good key may ask."
  })
)

const agents = HttpApiEndpoint.get("agents", "/v1/agents", {
  success: AgentList,
  error: ProviderProblem
}).annotateMerge(
  behind("calls:place", { summary: "List agents", description: "The agents that may be asked to speak." })
)

const agent = HttpApiEndpoint.get("agent", "/v1/agents/:id", {
  params: { id: AgentId.annotate({ description: "Id of the agent", examples: [AgentId.make("agent_demo")] }) },
  success: UsableAgent,
  error: [AgentNotFoundProblem, ProviderProblem]
}).annotateMerge(
  behind("calls:place", {
    summary: "Read an agent",
    description: "What a request must say to it, and what it may change."
  })
)

const phoneNumbers = HttpApiEndpoint.get("phoneNumbers", "/v1/phone-numbers", {
  success: PhoneNumberList,
  error: ProviderProblem
}).annotateMerge(
  behind("calls:place", {
    summary: "List phone numbers",
    description: "The numbers from which calls can go out, as the provider has them."
  })
)

/** What may be used of the provider's account. */
export class AccountApi extends HttpApiGroup.make("account")
  .add(whoAsks, agents, agent, phoneNumbers)
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotateMerge(
    OpenApi.annotations({ title: "Account", description: "Agents and phone numbers that calls may use." })
  ) {}
