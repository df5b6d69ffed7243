import { ConversationView } from "@outbound-call/core/ConversationView"
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication, Permission } from "./Authentication.ts"
import { CallNotFoundProblem, LedgerProblem, ProviderProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

const id = Schema.NonEmptyString.check(Schema.isMaxLength(128)).annotate({
  description: "Conversation id, also of one that was not placed here, or call id",
  examples: ["conv_01jd0000000000000000000000"]
})

const get = HttpApiEndpoint.get("get", "/v1/conversations/:id", {
  params: { id },
  success: ConversationView,
  error: [CallNotFoundProblem, ProviderProblem, LedgerProblem]
}).annotateMerge(
  behind("admin", {
    summary: "Read a conversation",
    description:
      "The provider's own record of any conversation of the account, also of one that no call of this service has, without what was said. Reads only."
  })
)

/** The conversations of the provider's account, whoever placed them. */
export class ConversationsApi extends HttpApiGroup.make("conversations")
  .add(get)
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotateMerge(
    OpenApi.annotations({
      title: "Conversations",
      description: "The provider's own records, for operators: also of calls that were not placed here."
    })
  ) {}
