// oxlint-disable no-await-in-loop -- one thing happens after the other, in an order that the seed decides
import { type Call, isFinal, phoneMayHaveRung } from "@outbound-call/core"
import { Effect } from "effect"
import type { Ring } from "./Provider.ts"
import type { World } from "./World.ts"

/** Everything the ledger holds. */
export const readCalls = async ({ ledger, onMachine, stage }: World): Promise<ReadonlyArray<Call>> =>
  (await stage.play(onMachine, Effect.orDie(ledger.list({ limit: 100 })))).calls

/** Nothing more is expected of a call: it is over, or a person has been told. */
export const isSettled = (call: Call): boolean => isFinal(call) || call.attention !== null

/** The wish that a call was placed for: it travels as a variable. */
const wishOf = (call: Call | undefined): string => String(call?.variables["customer_name"] ?? "a lost wish")

/** What went wrong in a schedule; nothing, when the promises held. */
export const judge = async (world: World): Promise<ReadonlyArray<string>> => {
  const calls = await readCalls(world)
  const byId = new Map<string | null, Call>(calls.map((call) => [call.id, call]))
  const rings = world.rings().filter(({ callId }) => callId !== null && callId !== foreignEcho)
  return [
    ...world.violations,
    ...repeated(rings, ({ callId }) => callId).map((id) => `${id} rang twice`),
    ...repeated(rings, ({ callId }) => wishOf(byId.get(callId))).map((wish) => `${wish} was fulfilled twice`),
    ...overlaps(rings).map((to) => `${to} was rung by two calls at once`),
    ...rings.flatMap((ring) => recordProblems(ring, byId.get(ring.callId))),
    ...calls.flatMap((call) => adoptionProblems(call, world.rings())),
    ...calls.filter((call) => !isSettled(call)).map(({ id, status }) => `${id} is stuck as ${status}`),
    ...(await tellings(
      world,
      rings.flatMap(({ callId }) => byId.get(callId) ?? [])
    ))
  ]
}

/** The call that a dial of somebody else's names. */
export const foreignEcho = `call_${"0".repeat(26)}`

const repeated = (rings: ReadonlyArray<Ring>, keyOf: (ring: Ring) => string | null): ReadonlyArray<string> => {
  const counts = new Map<string, number>()
  for (const ring of rings) counts.set(keyOf(ring) ?? "", (counts.get(keyOf(ring) ?? "") ?? 0) + 1)
  return [...counts].filter(([, count]) => count > 1).map(([key]) => key)
}

const overlaps = (rings: ReadonlyArray<Ring>): ReadonlyArray<string> =>
  rings
    .filter((ring, n) =>
      rings.slice(0, n).some((other) => other.to === ring.to && other.from < ring.until && ring.from < other.until)
    )
    .map(({ to }) => to)

const recordProblems = (ring: Ring, call: Call | undefined): ReadonlyArray<string> => {
  if (call === undefined) return [`${ring.callId} rang and has no record`]
  return phoneMayHaveRung(call) ? [] : [`${call.id} rang and is recorded as ${call.status}`]
}

const adoptionProblems = (call: Call, rings: ReadonlyArray<Ring>): ReadonlyArray<string> => {
  if (call.conversationId === null) return []
  const ring = rings.find(({ conversationId }) => conversationId === call.conversationId)
  return ring?.callId === call.id ? [] : [`${call.id} was given the conversation of ${ring?.callId ?? "nobody"}`]
}

/** A call that said at some time that nothing rang, when it had: whoever believed it may have called again. */
const tellings = async (
  { ledger, onMachine, stage }: World,
  rung: ReadonlyArray<Call>
): Promise<ReadonlyArray<string>> => {
  const problems: Array<string> = []
  for (const { id } of rung) {
    const events = await stage.play(onMachine, Effect.orDie(ledger.events(id, 0)))
    if (events.some(({ status }) => status === "not-placed")) problems.push(`${id} rang and was not-placed for a while`)
  }
  return problems
}
