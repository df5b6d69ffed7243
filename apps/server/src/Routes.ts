import { Api } from "@outbound-call/api"
import { Layer } from "effect"
import { HttpApiBuilder, HttpApiScalar } from "effect/http-api"
import * as Account from "./Account.ts"
import * as Approvals from "./Approvals.ts"
import * as Audit from "./Audit.ts"
import * as Authenticate from "./Authenticate.ts"
import * as Calls from "./Calls.ts"
import * as Endpoints from "./Endpoints.ts"
import * as Feed from "./Feed.ts"
import * as Conversations from "./Conversations.ts"
import * as InvalidRequests from "./InvalidRequests.ts"
import * as Permit from "./Permit.ts"
import * as Policy from "./Policy.ts"
import * as System from "./System.ts"
import * as Webhooks from "./Webhooks.ts"

/** Every route of the contract, its OpenAPI document and its reference page, which loads nothing from elsewhere. */
export const layer = (options: { readonly simulated: boolean; readonly loopback: boolean; readonly version: string }) =>
  Layer.merge(
    HttpApiBuilder.layer(Api, { openapiPath: "/openapi.json" }).pipe(
      Layer.provide([
        Account.layer(options),
        Approvals.layer(options),
        Audit.layer(options),
        Calls.layer(options),
        Conversations.layer,
        Feed.layer,
        Policy.layer(options),
        System.layer(options),
        Webhooks.layer,
        Endpoints.layer(options)
      ]),
      Layer.provide([InvalidRequests.layer, Authenticate.layer(options), Permit.layer])
    ),
    HttpApiScalar.layer(Api, { path: "/docs", scalar: referencePage })
  )

/** Nothing is loaded from elsewhere, and the tools that publish a document at its maker's are not offered. */
const referencePage = {
  withDefaultFonts: false,
  proxyUrl: "",
  hideModels: false,
  defaultOpenAllTags: true,
  authentication: { preferredSecurityScheme: "bearer" },
  showDeveloperTools: "never",
  telemetry: false
}
