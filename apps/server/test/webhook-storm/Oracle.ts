import { createHash } from "node:crypto"
import { DatabaseSync } from "node:sqlite"
import { type Call, CallLedger } from "@outbound-call/core"
import { Emulator, type Ring } from "@outbound-call/emulator"
import { Effect } from "effect"
import type { Letter } from "./Letter.ts"
import { people, strangersNumber } from "./People.ts"

/** What there is to judge by, besides the ledger and the provider. */
export interface Evidence {
  readonly letters: ReadonlyArray<Letter>
  /** Bodies that were signed and could not be read. */
  readonly kept: ReadonlySet<string>
  readonly ledgerFile: string
}

/** What the storm changed that it must not, or failed to change; nothing, when every promise held. */
export const judge = Effect.fnUntraced(function* ({ kept, ledgerFile, letters }: Evidence) {
  const ledger = yield* CallLedger
  const { rings } = yield* (yield* Emulator).rings
  const { calls } = yield* ledger.list({ limit: 100 })
  const own = rings.filter(({ toNumber }) => toNumber !== strangersNumber)
  const events = yield* Effect.forEach(calls, ({ id }) =>
    Effect.map(ledger.events(id, 0), (told) => told.map(({ status }) => status))
  )
  return [
    ...calls.flatMap((call) => callProblems(call, own, letters)),
    ...calls.flatMap(({ id }, n) => orderProblems(id, events[n] ?? [])),
    ...letters.flatMap(({ lost, taken, type }) =>
      taken === (lost && taken === 0 ? 0 : 1) ? [] : [`a ${type} was taken ${taken} times`]
    ),
    ...inboxProblems(readInbox(ledgerFile), letters, kept, new Set(own.map(({ conversationId }) => conversationId)))
  ]
})

const callProblems = (
  call: Call,
  rings: ReadonlyArray<Ring>,
  letters: ReadonlyArray<Letter>
): ReadonlyArray<string> => {
  const ring = rings.find(({ toNumber }) => toNumber === call.to)
  const truth = people[call.to?.slice(-4) ?? ""]
  const found = `${call.status} ${call.outcome}`
  if (call.conversationId !== null && call.conversationId !== ring?.conversationId) {
    return [`${call.id} has the conversation of somebody else`]
  }
  const taken = letters.filter(
    ({ conversationId, taken: times }) => conversationId === ring?.conversationId && times > 0
  )
  if (taken.length === 0) {
    return found === "initiated null" || found === "unknown null"
      ? []
      : [`${call.id} is ${found}, though nothing was told of it`]
  }
  const isOver = taken.some(({ type }) => type !== "answering_machine_detection")
  const isTrue = call.status === truth?.status && call.outcome === truth.outcome
  const isOpen = ["initiated", "in-progress", "processing"].includes(call.status)
  return isTrue || (!isOver && isOpen)
    ? []
    : [`${call.id} to ${call.to?.slice(-4)} is ${found}, and was told otherwise`]
}

const ranks = ["planned", "dialing", "unknown", "initiated", "in-progress", "processing"]
const rankOf = (status: string): number => (ranks.includes(status) ? ranks.indexOf(status) : ranks.length)

/** A call only moves forward, and ends once. */
const orderProblems = (id: string, statuses: ReadonlyArray<string>): ReadonlyArray<string> =>
  statuses.flatMap((status, n) => {
    const before = statuses[n - 1]
    if (before === undefined || rankOf(before) < rankOf(status) || before === status) return []
    return [`${id} went from ${before} to ${status}`]
  })

const inboxProblems = (
  inbox: ReadonlyMap<string, string>,
  letters: ReadonlyArray<Letter>,
  kept: ReadonlySet<string>,
  own: ReadonlySet<string>
): ReadonlyArray<string> => {
  const taken = letters.filter((letter) => letter.taken > 0)
  const expected = new Map([
    ...taken.map(({ conversationId, id }) => [id, own.has(conversationId) ? "applied" : "unknown"] as const),
    ...[...kept].map((body) => [createHash("sha256").update(body).digest("hex"), "unknown"] as const)
  ])
  return [
    ...[...expected].flatMap(([id, state]) =>
      inbox.get(id) === state ? [] : [`a webhook is ${inbox.get(id) ?? "not kept"}, not ${state}`]
    ),
    ...[...inbox.keys()].flatMap((id) => (expected.has(id) ? [] : ["a webhook is kept that the provider never sent"]))
  ]
}

const readInbox = (ledgerFile: string): ReadonlyMap<string, string> => {
  const database = new DatabaseSync(ledgerFile, { readOnly: true })
  try {
    const rows = database.prepare("SELECT id, state FROM provider_webhooks").all()
    return new Map(rows.map(({ id, state }) => [String(id), String(state)]))
  } finally {
    database.close()
  }
}
