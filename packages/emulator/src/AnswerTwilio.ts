import { Clock, Effect, Option, Schema } from "effect"
import { claimFault } from "./ClaimFault.ts"
import type { DialLogError } from "./DialLog.ts"
import type { EmulatorRequest } from "./EmulatorRequest.ts"
import type { Exchange } from "./Exchange.ts"
import { PhoneNumbers } from "./PhoneNumber.ts"
import { json, type Reply } from "./Reply.ts"
import { isLineDown, twilioCall } from "./TwilioCall.ts"
import { isOtherAccount, twilioCallList, twilioRecords } from "./TwilioCallList.ts"
import { invalidParameter, twilioError, twilioFault, twilioNotFound } from "./TwilioError.ts"

/** Whether a request is for Twilio's API. */
export const isTwilio = (url: URL): boolean => url.pathname.startsWith("/2010-04-01/")

/** Answers a request to the emulated carrier: credentials, fault, then the thing itself. */
export const answerTwilio = Effect.fnUntraced(function* (exchange: Exchange, request: EmulatorRequest, url: URL) {
  if (!isKnownUser(request.headers["authorization"])) return twilioError(401, 20003, "Authenticate")
  const answer = routeOf(exchange, request, url)
  if (answer === null) return twilioNotFound(url.pathname)

  const fault = yield* claimFault(exchange, "twilio", null)
  if (fault === null) return yield* answer
  const spoiled = twilioFault(fault)
  if (fault.when === "before") {
    if (spoiled !== null) return spoiled
    if (fault.kind === "truncate" && request.method === "POST") return { ...json(200, {}), fault: "truncate" as const }
    yield* Effect.sleep(fault.delayMs ?? 0)
  }
  const reply = yield* answer
  if (fault.kind === "truncate") return { ...reply, fault: "truncate" as const }
  if (fault.when === "after") yield* Effect.sleep(fault.delayMs ?? 0)
  return spoiled ?? reply
})

/** Any user with a password may do everything; a password that starts with `invalid` plays its part. */
const isKnownUser = (authorization: string | undefined): boolean => {
  const text = Option.getOrElse(decodeBase64(/^Basic (.+)$/.exec(authorization ?? "")?.[1] ?? ""), () => "")
  const password = /^[^:]+:(.+)$/s.exec(text)?.[1]
  return password !== undefined && !password.startsWith("invalid")
}

const decodeBase64 = Schema.decodeOption(Schema.StringFromBase64)

const routeOf = (exchange: Exchange, request: EmulatorRequest, url: URL): Effect.Effect<Reply, DialLogError> | null => {
  const [, account, collection, sid] =
    /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/([A-Za-z]+)(?:\/([A-Za-z0-9]+))?\.json$/i.exec(url.pathname) ?? []
  if (account === undefined) return null
  switch (`${request.method} ${collection ?? ""}${sid === undefined ? "" : "/"}`) {
    case "GET Calls":
      return Effect.map(exchange.look, (view) => twilioCallList(view, account, url.searchParams))
    case "GET Calls/":
      return Effect.map(find(exchange, account, sid), (record) =>
        record === null ? twilioNotFound(url.pathname) : json(200, twilioCall(record, account))
      )
    case "POST Calls/":
      return end(exchange, account, sid, new URLSearchParams(request.body).get("Status"), url.pathname)
    case "DELETE Calls/":
      return remove(exchange, account, sid, url.pathname)
    case "GET Recordings":
      return Effect.succeed(json(200, { recordings: [], page: 0, page_size: 50, next_page_uri: null }))
    case "GET IncomingPhoneNumbers":
      return Effect.succeed(numberList(account, url.searchParams.get("PhoneNumber")))
    default:
      return null
  }
}

const find = (exchange: Exchange, account: string, sid: string | undefined) =>
  Effect.map(exchange.look, (view) => twilioRecords(view, account).find(({ dial }) => dial.callSid === sid) ?? null)

/** `canceled` leaves a call alone that was picked up; a call that is over is refused. */
const end = Effect.fnUntraced(function* (
  exchange: Exchange,
  account: string,
  sid: string | undefined,
  status: string | null,
  path: string
) {
  if (status !== "completed" && status !== "canceled") return invalidParameter("Status is completed or canceled.")
  const record = yield* find(exchange, account, sid)
  if (record === null) return twilioNotFound(path)
  if (isLineDown(record)) return twilioError(400, 21220, "Call is not in-progress. Cannot redirect.")
  if (status === "completed" || !record.answered) {
    const at = yield* Clock.currentTimeMillis
    yield* exchange.record({ _tag: "hang-up", conversationId: record.dial.conversationId, at })
  }
  return json(200, twilioCall((yield* find(exchange, account, sid)) ?? record, account))
})

/** A call that is not over cannot be deleted. */
const remove = Effect.fnUntraced(function* (
  exchange: Exchange,
  account: string,
  sid: string | undefined,
  path: string
) {
  const record = yield* find(exchange, account, sid)
  if (record === null) return twilioNotFound(path)
  if (!isLineDown(record)) return twilioError(409, 20009, "Call is in progress and cannot be deleted.")
  yield* exchange.record({ _tag: "delete-call", conversationId: record.dial.conversationId })
  return { status: 204, headers: {}, body: "" } satisfies Reply as Reply
})

const numberList = (account: string, wanted: string | null): Reply =>
  json(200, {
    incoming_phone_numbers: PhoneNumbers.filter(
      ({ number, provider }) =>
        provider === "twilio" && !isOtherAccount(account) && (wanted === null || wanted === number)
    ).map(({ label, number }, index) => ({
      sid: `PN${String(index).padStart(32, "0")}`,
      account_sid: account,
      phone_number: number,
      friendly_name: label,
      capabilities: { voice: true, sms: false, mms: false }
    })),
    page: 0,
    page_size: 50,
    next_page_uri: null
  })
