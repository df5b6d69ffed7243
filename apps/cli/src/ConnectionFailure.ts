import type { HttpClientError } from "effect/http"
import type { CommandError, Failure } from "./Failure.ts"
import { ServerProblem } from "./ServerProblem.ts"

/**
 * What a request that reads came to when the server was not reached, or something else answered. No phone rang because
 * of it: a request to place a call is read by `SendCall` instead.
 */
export const connectionFailure = ({ reason }: HttpClientError.HttpClientError, url: string): ServerProblem => {
  const isBroken = "cause" in reason && /^(ECONN|EPIPE|UND_ERR)/.test(codeIn(reason.cause))
  if (reason._tag === "TransportError" || isBroken) return unreachable(url, reason.cause)
  if (!("response" in reason)) return notThisService(url)
  const answer = `HTTP ${reason.response.status}`
  return reason.response.status >= 500 ? unreachable(url, answer) : notThisService(url, ` with ${answer}`)
}

/** Something answered that the contract does not know. */
export const notThisService = (url: string, how = ""): ServerProblem =>
  told({
    code: "NotThisService",
    happened: `What answers at ${url}${how} is not Outbound Call Service as this command knows it. No phone rang.`,
    nextStep: "Correct OUTBOUND_URL; when it is right, a proxy answers in its place, or its version is another one.",
    ending: "configuration"
  })

/** Nothing at all came back from the server. */
export const unreachable = (url: string, cause: unknown): ServerProblem => {
  const code = codeIn(cause)
  return /CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO/.test(code)
    ? told({
        code: "ServerNotTrusted",
        happened: `The certificate or TLS of ${url} is not accepted (${code}): nothing was sent. No phone rang.`,
        nextStep:
          "Correct OUTBOUND_URL or the server's certificate; NODE_EXTRA_CA_CERTS names an authority of your own.",
        ending: "configuration"
      })
    : told({
        code: "ServerUnreachable",
        happened: `The server at ${url} cannot be reached (${code}). No phone rang because of this.`,
        nextStep: "Try again; when it stays so, check OUTBOUND_URL and whether the server runs.",
        ending: "other"
      })
}

/** The same before a call was to be placed: it was never sent. */
export const neverSent = (error: CommandError): CommandError =>
  error._tag === "ServerProblem" && error.failure.code === "ServerUnreachable"
    ? new ServerProblem({ failure: { ...error.failure, ending: "notDialled" } })
    : error

const told = ({
  happened,
  ...failure
}: Pick<Failure, "code" | "nextStep" | "ending"> & { readonly happened: string }) =>
  new ServerProblem({
    failure: { ...failure, message: `${happened} ${failure.nextStep}`, phoneMayHaveRung: false, retrySafe: true }
  })

/** The code of a socket's error, wherever it stands among the causes; else the error's own words. */
const codeIn = (cause: unknown): string => {
  for (let error = cause; typeof error === "object" && error !== null; error = "cause" in error ? error.cause : null) {
    if ("code" in error && typeof error.code === "string") return error.code
  }
  return cause instanceof Error ? cause.message : String(cause)
}
