import { isProblem, type RequestError } from "@outbound-call/api/ServerAnswer"
import type { IdempotencyKey } from "@outbound-call/core/CallLedger"
import type { CommandError } from "./Failure.ts"
import type { Asked } from "./Asked.ts"
import { ServerProblem } from "./ServerProblem.ts"

/**
 * A request to place a call was sent, and it is not known what became of it. Whatever was answered to a later sending is
 * no word about the first one: a phone may have rung.
 */
export const lostPlacement = (
  error: RequestError,
  key: IdempotencyKey,
  sentKey: string,
  { url }: Asked
): ServerProblem => {
  const last = isProblem(error) ? `its last answer was: ${error.detail ?? error.code}` : "it does not answer"
  return new ServerProblem({
    failure: {
      code: "ConnectionLost",
      message: `The connection to ${url} broke after the request was sent, and ${last}. A phone may have rung. ${advice(key, sentKey)}`,
      phoneMayHaveRung: true,
      retrySafe: key.type === "given",
      nextStep: advice(key, sentKey),
      ending: "unknown"
    }
  })
}

const advice = (key: IdempotencyKey, sentKey: string): string => {
  switch (key.type) {
    case "given":
      return "Run the same command again: with the same key it is the same call and rings nobody twice."
    case "same-request":
      return `Run the same command again within ${key.withinMillis / 60_000} minutes: it is the same call and rings nobody twice. Later, look first: \`outbound calls --since 1h\`.`
    default:
      return `Do not repeat it with --again. Run it with \`--idempotency-key ${sentKey}\` in its place: it is the same call and rings nobody twice.`
  }
}

/** The server could not ask the provider before the dial, so nothing was dialled; or it was not reached at all. */
export const notDialled = (error: CommandError): CommandError => {
  if (error._tag !== "ServerProblem" || error.failure.code !== "ProviderError") return error
  const { ending, message } = error.failure
  return new ServerProblem({
    failure: {
      ...error.failure,
      message: `${message} Nothing was dialled: no phone rang.`,
      ending: ending === "configuration" ? ending : "notDialled",
      nextStep: "Try again; `outbound doctor` says what is wrong."
    }
  })
}
