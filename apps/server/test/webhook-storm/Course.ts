import { CallLedger, placeCall } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Clock, Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { TestClock } from "effect/testing"
import type { Chance } from "@outbound-call/tests/simulation/Chance"
import { type Delivery, type Kind, kinds, nextDelivery } from "./Deliveries.ts"
import { expectedStatus, type Letter, sign } from "./Letter.ts"
import { judge } from "./Oracle.ts"
import { dialByHand, numberOf, people } from "./People.ts"
import { secrets, Served } from "./Service.ts"

/** What a storm came to. */
export interface Report {
  readonly deliveries: number
  readonly calls: number
  readonly taken: number
  /** How many of them came before it was known here whose they are. */
  readonly early: number
  readonly kinds: Readonly<Record<Kind, number>>
  /** What broke, a line for each. */
  readonly violations: ReadonlyArray<string>
}

const callsOfStorm = 40

/** Calls people and delivers what comes of it, in an order that chance decides; then lets two hours pass, and judges. */
export const course = Effect.fnUntraced(function* (
  chance: Chance,
  letters: Array<Letter>,
  wanted: number,
  ledgerFile: string
) {
  const emulator = yield* Emulator
  const ledger = yield* CallLedger
  const served = yield* Served
  const violations: Array<string> = []
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>
  const kept = new Set<string>()
  let early = 0
  let placed = 0

  const delivered = () => kinds.reduce((sum, kind) => sum + counts[kind], 0)

  const settle = Effect.gen(function* () {
    let before = -1
    for (let quiet = 0; quiet < 3; quiet++) {
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      if (served.asked() !== before || (yield* emulator.webhooks.report).sending > 0) quiet = -1
      before = served.asked()
    }
  })

  const pass = Effect.fnUntraced(function* (millis: number) {
    yield* settle
    yield* TestClock.adjust(millis)
    yield* settle
  })

  const place = Effect.gen(function* () {
    const digits = chance.pick(Object.keys(people))
    const to = numberOf(digits, placed++)
    const fault = chance.weigh({ none: 5, late: 3, lost: 2 })
    if (fault === "late") {
      const delayMs = chance.between(1, 9) * 1000
      yield* emulator.fault({ target: "dial", when: "after", kind: "delay", delayMs, toNumber: to })
    }
    if (fault === "lost") yield* emulator.fault({ target: "dial", when: "after", kind: "drop", toNumber: to })
    yield* Effect.forkChild(placeCall({ to, variables: { customer_name: "Ada" } }))
    if (chance.happens(0.2)) yield* dialByHand(emulator)
  })

  const deliver = Effect.fnUntraced(function* ({ body, kind, letter, signature }: Delivery) {
    const expected = expectedStatus(body, signature, yield* Clock.currentTimeMillis)
    const isStranger = letter !== undefined && (yield* Effect.isFailure(ledger.find(letter.conversationId)))
    const response = yield* served.answer(
      new Request("http://hooks.example.com/v1/webhooks/elevenlabs", {
        method: "POST",
        headers: signature === undefined ? {} : { "elevenlabs-signature": signature },
        body
      })
    )
    counts[kind]++
    if (response.status !== expected)
      violations.push(`a ${kind} delivery was answered ${response.status}, not ${expected}`)
    if (response.status === 400) kept.add(body)
    if (response.status !== 200) return
    if (letter === undefined) return void violations.push(`a ${kind} delivery was taken`)
    const answer = yield* Effect.promise(() => HttpServerResponse.toWeb(response).text())
    if (!answer.includes('"repeated":false')) return
    letter.taken++
    if (isStranger) early++
  })

  yield* emulator.webhooks.register({
    url: "http://127.0.0.1:8787/v1/webhooks/elevenlabs",
    secret: secrets[0],
    events: ["transcript", "call_initiation_failure", "answering_machine_detection"]
  })
  while (delivered() < wanted) {
    const victims = (yield* emulator.rings).rings.map(({ conversationId }) => conversationId)
    const now = Math.floor((yield* Clock.currentTimeMillis) / 1000)
    const action = chance.weigh({ place: placed < callsOfStorm ? 3 : 0, pass: 3, deliver: 10 })
    const delivery = action === "deliver" ? nextDelivery(chance, letters, victims, now) : null
    if (action === "place") yield* place
    else if (delivery === null) yield* pass(chance.between(100, 12_000))
    else {
      const copies = chance.happens(0.15) ? chance.between(2, 5) : 1
      yield* Effect.all(
        Array.from({ length: copies }, () => deliver(delivery)),
        { concurrency: "unbounded" }
      )
      if (chance.happens(0.5)) yield* settle
    }
  }
  for (let step = 0; step < 24; step++) yield* pass(20_000)
  yield* emulator.webhooks.stop
  const first = letters.filter(({ lost, taken }) => taken === 0 && !lost)
  const now = Math.floor((yield* Clock.currentTimeMillis) / 1000)
  for (const letter of first) {
    yield* deliver({ kind: "resigned", body: letter.body, signature: sign(letter.body, now, secrets[0]), letter })
  }
  yield* pass(70_000)
  yield* pass(2_400_000)
  for (const { body, signature } of letters) yield* deliver({ kind: "stale", body, signature })
  yield* pass(1_800_000)
  violations.push(...(yield* judge({ letters, kept, ledgerFile })))
  return {
    deliveries: delivered(),
    calls: placed,
    taken: letters.reduce((sum, { taken }) => sum + taken, 0),
    early,
    kinds: counts,
    violations
  } satisfies Report
})
