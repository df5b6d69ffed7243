import { createHmac } from "node:crypto"
import type { EndpointPost } from "@outbound-call/core"
import { Redacted } from "effect"

/** Whether a secret signed a post, by the letter of https://www.standardwebhooks.com and with none of the service's code. */
export const isSignedBy = (
  secret: Redacted.Redacted,
  { body, headers }: Pick<EndpointPost, "body" | "headers">
): boolean => {
  const key = Buffer.from(Redacted.value(secret).replace("whsec_", ""), "base64")
  const signed = createHmac("sha256", key).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`)
  return (headers["webhook-signature"] ?? "").split(" ").includes(`v1,${signed.digest("base64")}`)
}
