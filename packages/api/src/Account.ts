import { ApiKeyId, KeyScope } from "@outbound-call/core/ApiKey"
import { Schema } from "effect"

/** Who asks, and whom: never the key itself. */
export const Account = Schema.Struct({
  owner: Schema.String.annotate({
    description: "Who places the calls that are placed with this key",
    examples: ["sales"]
  }),
  scopes: Schema.Array(KeyScope).annotate({
    description: "What the key may do; admin may do everything but reopen dialling",
    examples: [["calls:place", "calls:read"]]
  }),
  keyId: Schema.NullOr(ApiKeyId).annotate({
    description: "Id of the key; null where the service asks for none",
    examples: [ApiKeyId.make("key_01JD0000000000000000000000")]
  }),
  expiresAt: Schema.NullOr(Schema.DateTimeUtcFromString),
  version: Schema.String.annotate({ description: "Version of the service", examples: ["1.0.0"] }),
  simulated: Schema.Boolean
}).annotate({ identifier: "Account", description: "Who asks, and whom" })
export type Account = typeof Account.Type
