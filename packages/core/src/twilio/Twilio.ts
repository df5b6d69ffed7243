import { DateTime, Effect, Layer, Option } from "effect"
import type { HttpClient } from "effect/http"
import { type CarrierCall, CarrierAccount, type CarrierQuery, isCarrierCallOver } from "../CarrierAccount.ts"
import { plainError } from "../Patience.ts"
import type { PhoneNumber } from "../PhoneNumber.ts"
import { makeForget } from "./TwilioForget.ts"
import { makeRequests, type TwilioConfig } from "./TwilioRequests.ts"
import { CallList, CallRecord, NumberList } from "./TwilioWire.ts"

export type { TwilioConfig } from "./TwilioRequests.ts"

/** The account at Twilio. */
export const layer = (config: TwilioConfig): Layer.Layer<CarrierAccount, never, HttpClient.HttpClient> =>
  Layer.effect(
    CarrierAccount,
    Effect.gen(function* () {
      const requests = yield* makeRequests(config)
      const { get, post } = requests
      const root = `/2010-04-01/Accounts/${config.accountSid}`
      const pathOf = (sid: string) => `${root}/Calls/${encodeURIComponent(sid)}.json`

      const owns = (number: PhoneNumber) =>
        get(NumberList, `${root}/IncomingPhoneNumbers.json?${params({ PhoneNumber: number, PageSize: "20" })}`).pipe(
          Effect.map((list) => list.incoming_phone_numbers.some(({ phone_number }) => phone_number === number))
        )

      const calls = Effect.fnUntraced(function* ({ from, since, to }: CarrierQuery) {
        const found = new Map<string, CarrierCall>()
        const read = new Set<string>()
        let path: string | null = `${root}/Calls.json?${params({ To: to, From: from, PageSize: "1000" })}`
        while (path !== null) {
          if (read.has(path) || read.size >= mostPages) return yield* unreadable("a list of calls without an end")
          read.add(path)
          const page: typeof CallList.Type = yield* get(CallList, path)
          for (const call of page.calls.map(toCall)) {
            if (isBetween(call, to, from) && !isOlder(call, since)) found.set(call.sid, call)
          }
          path = page.next_page_uri || null
          if (path !== null && !path.startsWith(`${root}/Calls.json`)) {
            return yield* unreadable("a next page that is not of this list")
          }
        }
        return [...found.values()]
      })

      const call = (sid: string) => Effect.map(get(CallRecord, pathOf(sid)), toCall)

      /** Twilio refuses to end what is over, so a refusal is held against the call as it is. */
      const end = (sid: string) =>
        post(CallRecord, pathOf(sid), { Status: "completed" }).pipe(
          Effect.map(toCall),
          Effect.catchTag("ProviderError", (error) =>
            error.status === 400 ? Effect.filterOrFail(call(sid), isCarrierCallOver, () => error) : Effect.fail(error)
          )
        )

      const forget = makeForget(requests, root)

      return CarrierAccount.of({ available: true, account: config.accountSid, owns, calls, call, end, forget })
    })
  )

/** A million calls between two numbers; a list that is longer goes round in circles. */
const mostPages = 1000

const params = (query: { readonly [name: string]: string }): string => new URLSearchParams(query).toString()

const unreadable = (what: string) => Effect.fail(plainError("carrier", "unreadable", `answered with ${what}`))

/** A server may ignore a filter; a row that does not say is kept, since it could be the one. */
const isBetween = (call: CarrierCall, to: PhoneNumber, from: PhoneNumber): boolean =>
  (call.to ?? to) === to && (call.from ?? from) === from && (call.direction ?? "outbound-api") === "outbound-api"

const isOlder = ({ createdAt }: CarrierCall, since: DateTime.Utc | undefined): boolean =>
  since !== undefined && createdAt !== null && DateTime.isLessThan(createdAt, since)

const toCall = (record: CallRecord): CarrierCall => ({
  sid: record.sid,
  status: record.status,
  direction: record.direction || null,
  to: record.to || null,
  from: record.from || null,
  createdAt: toInstant(record.date_created),
  startedAt: toInstant(record.start_time),
  durationSeconds: toSeconds(record.duration)
})

/** RFC 2822, section 3.3. */
const toInstant = (text: string | null | undefined): DateTime.Utc | null =>
  text ? Option.getOrNull(Option.map(DateTime.make(text), DateTime.toUtc)) : null

const toSeconds = (value: string | number | null | undefined): number | null => {
  const seconds = Number(value ?? Number.NaN)
  return value === "" || !Number.isFinite(seconds) ? null : Math.round(seconds)
}
