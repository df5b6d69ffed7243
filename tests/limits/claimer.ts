/** A program that claims calls on a ledger that it shares with others, ends them, and tells what it was refused. */
import { createInterface } from "node:readline"
import {
  AgentId,
  builtInProfiles,
  type Call,
  type NumberedCall,
  CallLedger,
  ConversationId,
  newCallId,
  PhoneNumber,
  PhoneNumberId,
  type PolicyEvaluation,
  type PolicyOrder
} from "@outbound-call/core"
import { claimedCall } from "@outbound-call/core/ClaimedCall"
import * as LedgerFile from "@outbound-call/node/LedgerFile"
import * as LedgerPostgres from "@outbound-call/node/LedgerPostgres"
import { DateTime, Effect, Redacted } from "effect"
import { seeded } from "../torture/Chance.ts"
import type { Done, Order } from "./Orders.ts"

const phoneNumberId = PhoneNumberId.make("phnum_demo")

const callTo = Effect.fnUntraced(function* (n: number, at: number) {
  const id = yield* newCallId
  return claimedCall({
    id,
    to: PhoneNumber.make(`+1${212 + Math.floor(n / 100)}555${String(100 + (n % 100)).padStart(4, "0")}`),
    agentId: AgentId.make("agent_demo"),
    phoneNumberId,
    callerId: PhoneNumber.make("+14155550199"),
    purpose: "requested",
    variables: {},
    owner: "ada",
    userId: id,
    identity: {
      kind: "elevenlabs",
      host: "provider.example",
      workspace: "workspace",
      phoneNumberId,
      twilioAccount: null,
      dashboard: ""
    },
    createdAt: DateTime.makeUnsafe(at),
    claimedAt: null,
    horizonMillis: 305_000
  })
})

/** The limits as a profile without any other, and a call that only they can stand against. */
const orderFor = ({ limits }: Order, call: NumberedCall, maxDurationSeconds: number): PolicyOrder => ({
  profile: { ...builtInProfiles.rig, name: "limits", ...limits },
  facts: {
    to: call.to,
    type: "fixed-line-or-mobile",
    region: "US",
    callerRegion: "US",
    zones: [],
    states: [],
    isStateGiven: false,
    purpose: "requested",
    consent: null,
    simulated: false,
    isProviderLocal: true,
    firstMessage: null,
    isRecorded: false,
    ringingTimeoutSeconds: 60,
    maxDurationSeconds,
    askedSeconds: null,
    clockOffsetMillis: 0
  }
})

const obey = Effect.fnUntraced(function* (order: Order) {
  const ledger = yield* CallLedger
  const chance = seeded(order.seed)
  const refused: Record<string, number> = {}
  let claimed = 0
  const now = () => Math.floor(order.clock.begin + (Date.now() - order.clock.since) * order.clock.speed)
  const note = ({ refusing }: PolicyEvaluation) => {
    for (const { rule } of refusing) refused[rule] = (refused[rule] ?? 0) + 1
  }
  /** Lets others run first, now and then for some milliseconds. */
  const pause = (millis: number) => Effect.sleep(chance.next() < 0.5 ? 0 : chance.between(0, millis))
  const wish = Effect.fnUntraced(function* () {
    const longest = chance.between(10, 300)
    const call = yield* callTo(chance.between(0, order.numbers - 1), now())
    const asked = orderFor(order, call, longest)
    if (order.isNaive) {
      const evaluation = yield* ledger.judge(call, asked)
      if (evaluation.decision !== "allow") return note(evaluation)
      yield* pause(2)
    }
    const bound = order.isNaive ? { ...asked, profile: { ...builtInProfiles.rig, name: "unlimited" } } : asked
    const claim = yield* ledger.claim(call, call.id, { type: "new" }, bound)
    if (claim.type === "refused") return note(claim.evaluation)
    if (claim.type !== "claimed") return
    claimed++
    yield* pause(20)
    yield* end(call, chance.next() < 0.15 ? null : chance.next() < 0.5 ? longest : chance.between(0, longest))
  })
  /** With the seconds that it lasted, or without a dial. */
  const end = Effect.fnUntraced(function* ({ id }: Call, seconds: number | null) {
    if (seconds === null) {
      return yield* ledger.record(id, { type: "answer", answer: { type: "not-sent", message: "No connection." } })
    }
    const conversationId = ConversationId.make(`conv_${id}`)
    yield* ledger.record(id, {
      type: "answer",
      answer: { type: "dialled", conversationId, callSid: null, detail: "{}" }
    })
    return yield* ledger.record(id, {
      type: "conversation",
      cause: "poll",
      conversation: over(conversationId, seconds)
    })
  })
  yield* Effect.forEach(Array.from({ length: order.claims }), () => Effect.andThen(pause(6), wish()), {
    concurrency: 4,
    discard: true
  })
  return { claimed, refused } satisfies Done
})

const over = (id: ConversationId, durationSeconds: number) => ({
  id,
  status: "done",
  agentId: null,
  agentName: null,
  branchId: null,
  versionId: null,
  environment: null,
  userId: null,
  variables: {},
  startedAt: null,
  answeredAt: null,
  durationSeconds,
  queueWaitSeconds: null,
  costCredits: null,
  costUsd: null,
  terminationReason: null,
  error: null,
  warnings: [],
  language: null,
  source: null,
  hasAudio: false,
  voicemailDetected: false,
  phoneCall: null,
  analysis: null,
  turns: [],
  tagIds: [],
  record: null
})

const say = (report: Done | "loaded"): void => void process.stdout.write(`${JSON.stringify(report)}\n`)

say("loaded")
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  const ledger =
    "file" in order.ledger
      ? LedgerFile.layer(order.ledger.file)
      : LedgerPostgres.layer(Redacted.make(order.ledger.database))
  say(await Effect.runPromise(obey(order).pipe(Effect.provide(ledger))))
}
