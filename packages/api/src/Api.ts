import { Context } from "effect"
import { HttpApi, OpenApi } from "effect/http-api"
import { AccountApi } from "./AccountApi.ts"
import { ApprovalsApi } from "./ApprovalsApi.ts"
import { AuditApi } from "./AuditApi.ts"
import { CallsApi } from "./CallsApi.ts"
import { ConversationsApi } from "./ConversationsApi.ts"
import { EndpointsApi } from "./EndpointsApi.ts"
import { FeedApi } from "./FeedApi.ts"
import { describeFields } from "./FieldDescriptions.ts"
import { describeOperations } from "./OperationDescriptions.ts"
import { PolicyApi } from "./PolicyApi.ts"
import { RequestDoor } from "./RequestDoor.ts"
import { showScopes } from "./ShowScopes.ts"
import { SystemApi } from "./SystemApi.ts"
import { showMessages, WebhookMessage } from "./WebhookMessage.ts"
import { WebhooksApi } from "./WebhooksApi.ts"

const routes = HttpApi.make("outbound-call")
  .add(AccountApi)
  .add(ApprovalsApi)
  .add(AuditApi)
  .add(CallsApi)
  .add(ConversationsApi)
  .add(FeedApi)
  .add(PolicyApi)
  .add(WebhooksApi)
  .add(SystemApi)
  .add(EndpointsApi)
  .middleware(RequestDoor)

/** The whole HTTP contract of the service. */
export class Api extends routes.annotateMerge(
  OpenApi.annotations({
    title: "Outbound Call Service",
    version: "1",
    description:
      "Places phone calls by AI agents, follows them, and hands back what was said. No phone rings twice for one call: send each wish to call with its own Idempotency-Key, and repeat the request as often as you like. Errors are problem details (RFC 9457) that say whether a phone may have rung. A service that has keys answers under /v1 only requests with one.",
    license: { name: "MIT", identifier: "MIT" },
    servers: [{ url: "/" }],
    transform: (document) => showMessages(describeOperations(describeFields(showScopes(routes.groups, document))))
  }).pipe(Context.add(HttpApi.AdditionalSchemas, [WebhookMessage]))
) {}
