import { DateTime, Option, Result } from "effect"
import { callRecord, type CallRecord } from "./CallRecord.ts"
import { cursorKey, pageOf } from "./Page.ts"
import { numberOf } from "./PhoneNumber.ts"
import { json, type Reply } from "./Reply.ts"
import { twilioCall, twilioStatus } from "./TwilioCall.ts"
import { invalidParameter } from "./TwilioError.ts"
import { elapsedSeconds, startSeconds, type View } from "./World.ts"

/** Every call that Twilio carries, newest first. What the provider deleted is still there, what was deleted here is not. */
export const twilioRecords = (view: View, account: string): ReadonlyArray<CallRecord> =>
  isOtherAccount(account)
    ? []
    : view.world.dials
        .filter((dial) => dial.provider === "twilio" && !view.world.deletedCalls.has(dial.conversationId))
        .map((dial) => callRecord(dial, elapsedSeconds(dial, view), view.world.switches))
        .toReversed()

/** An account that owns none of the numbers, to play wrong credentials that work. */
export const isOtherAccount = (account: string): boolean => account.toLowerCase().startsWith("acffff")

/** What `GET …/Calls.json` answers. */
export const twilioCallList = (view: View, account: string, params: URLSearchParams): Reply => {
  const size = readSize(params.get("PageSize"))
  if (size === null) return invalidParameter("PageSize is a number from 1 to 1000.")
  const token = params.get("PageToken")
  const after = token === null ? null : cursorKey(token)
  if (token !== null && after === null) return invalidParameter("The PageToken is not valid.")
  const dates = readDates(params)
  if (Result.isFailure(dates)) return invalidParameter(dates.failure)

  const rows = twilioRecords(view, account)
    .filter((record) => record.elapsed >= view.world.switches.twilioLagSeconds)
    .filter((record) => passes(record, params) && dates.success.every((test) => test(record)))
    .filter((record) => after === null || record.dial.position < after)
  const page = pageOf(rows, size, (record) => record.dial.position)
  const number = Number(params.get("Page") ?? "0")
  const uriOf = (place: Readonly<Record<string, string>>): string => {
    const query = new URLSearchParams([...params].filter(([name]) => name !== "Page" && name !== "PageToken"))
    for (const [name, value] of Object.entries(place)) query.set(name, value)
    return `/2010-04-01/Accounts/${account}/Calls.json?${query.toString()}`
  }
  return json(200, {
    calls: page.items.map((record) => twilioCall(record, account)),
    page: number,
    page_size: size,
    start: number * size,
    end: number * size + Math.max(0, page.items.length - 1),
    uri: uriOf({ Page: String(number) }),
    first_page_uri: uriOf({ Page: "0" }),
    previous_page_uri: null,
    next_page_uri: page.nextCursor === null ? null : uriOf({ Page: String(number + 1), PageToken: page.nextCursor })
  })
}

const readSize = (text: string | null): number | null => {
  const size = Number(text ?? "50")
  return Number.isInteger(size) && size >= 1 && size <= 1000 ? size : null
}

const passes = (record: CallRecord, params: URLSearchParams): boolean =>
  [
    ["To", record.dial.toNumber],
    ["From", numberOf(record.dial.phoneNumberId)],
    ["Status", twilioStatus(record)]
  ].every(([name = "", actual]) => params.get(name) === null || params.get(name) === actual)

type Test = (record: CallRecord) => boolean

/** Whole days of UTC. A call that still waits in the queue has no start time, so that every such filter hides it. */
const readDates = (params: URLSearchParams): Result.Result<ReadonlyArray<Test>, string> => {
  const tests: Array<Test> = []
  for (const [name, holds] of comparisons) {
    const text = params.get(name)
    if (text === null) continue
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Option.getOrNull(DateTime.make(`${text}T00:00:00Z`)) : null
    if (day === null) return Result.fail(`${name} is a day, written YYYY-MM-DD.`)
    const wanted = Math.floor(DateTime.toEpochMillis(day) / dayMillis)
    tests.push((record) => isStarted(record) && holds(startDay(record), wanted))
  }
  return Result.succeed(tests)
}

const comparisons: ReadonlyArray<readonly [name: string, holds: (day: number, wanted: number) => boolean]> = [
  ["StartTime", (day, wanted) => day === wanted],
  ["StartTime>", (day, wanted) => day >= wanted],
  ["StartTime<", (day, wanted) => day <= wanted]
]

const dayMillis = 86_400_000

const isStarted = (record: CallRecord): boolean => {
  const status = twilioStatus(record)
  return status !== "queued" && status !== "canceled"
}

const startDay = ({ dial, timeline }: CallRecord): number =>
  Math.floor(((startSeconds(dial) + timeline.ringsAt) * 1000) / dayMillis)
