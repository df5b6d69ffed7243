import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles, type KeyScope, type PolicyProfile } from "@outbound-call/core"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { keyHeader } from "./Holders.ts"
import { requestTo, rings, settings } from "./Rig.ts"
import { type Answer, ask, onSocket } from "./Socket.ts"

/** Asks nobody but after a transcript was read. */
const wary = { ...builtInProfiles.rig, name: "wary", afterTranscriptMinutes: 60 }
const profiles = new Map<string, PolicyProfile>([
  ["wary", wary],
  ["rig", builtInProfiles.rig]
])
const live = { settings: { ...settings.settings, profile: builtInProfiles.rig, profiles, simulateApprovals: true } }

const bodyOf = ({ body }: Answer) => JSON.parse(body)

const keyOf = (profile: string, ...scopes: ReadonlyArray<KeyScope>) =>
  Effect.map(keyHeader({ owner: "ada", profile, scopes }), ({ headers }) => headers)

const placeWith = (headers: Readonly<Record<string, string>>, to: string) =>
  ask("/v1/calls", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": `key-${to}`,
      prefer: "approval=wait",
      ...headers
    },
    body: JSON.stringify(requestTo(to))
  })

const ways = {
  "the transcript": (id: string) => `/v1/calls/${id}/transcript?format=text`,
  "the recording": (id: string) => `/v1/calls/${id}/recording`,
  "the conversation": (_: string, conversation: string) => `/v1/conversations/${conversation}`,
  "the news with its turns": (id: string) => `/v1/calls/${id}/events`
} as const

describe("what a key reads of a call", () => {
  for (const [told, way] of Object.entries(ways)) {
    for (const profile of ["wary", "rig"]) {
      it.effect(`is noted for every key of its owner, here one of the profile ${profile}: ${told}`, () =>
        Effect.gen(function* () {
          const reading = yield* keyOf(profile, "transcripts:read", "calls:read", "admin")
          const placing = yield* keyOf("wary", "calls:place")
          const first = bodyOf(yield* placeWith(placing, "+14155550100"))
          assert.strictEqual(first.status, "initiated")
          yield* TestClock.adjust("2 minutes")
          const read = yield* ask(way(first.id, first.conversationId), { headers: reading })
          assert.strictEqual(read.status, 200, read.body)
          const second = bodyOf(yield* placeWith(placing, "+14155550102"))
          assert.strictEqual(second.status, "planned")
          assert.strictEqual(yield* rings, 1)
          assert.strictEqual(second.approval.reasons[0].rule, "after-transcript")
        }).pipe(Effect.provide(onSocket({ live })))
      )
    }
  }

  it.effect("is nothing for the calls of a key whose profile asks nobody after it", () =>
    Effect.gen(function* () {
      const key = yield* keyOf("rig", "calls:place", "calls:read", "transcripts:read")
      const first = bodyOf(yield* placeWith(key, "+14155550100"))
      yield* TestClock.adjust("2 minutes")
      assert.strictEqual((yield* ask(ways["the transcript"](first.id), { headers: key })).status, 200)
      assert.strictEqual(bodyOf(yield* placeWith(key, "+14155550102")).status, "initiated")
    }).pipe(Effect.provide(onSocket({ live })))
  )

  it.effect("is nothing where the news is wanted without turns, and none is told", () =>
    Effect.gen(function* () {
      const key = yield* keyOf("wary", "calls:place", "calls:read", "transcripts:read")
      const first = bodyOf(yield* placeWith(key, "+14155550100"))
      yield* TestClock.adjust("2 minutes")
      const news = yield* ask(ways["the news with its turns"](first.id), { headers: { ...key, prefer: "turns=none" } })
      assert.include(news.body, "event: analysed")
      assert.notInclude(news.body, "event: turn")
      assert.strictEqual(bodyOf(yield* placeWith(key, "+14155550102")).status, "initiated")
    }).pipe(Effect.provide(onSocket({ live })))
  )

  it.effect("is nothing where only the state is read", () =>
    Effect.gen(function* () {
      const key = yield* keyOf("wary", "calls:place", "calls:read")
      const first = bodyOf(yield* placeWith(key, "+14155550100"))
      yield* TestClock.adjust("2 minutes")
      yield* ask(`/v1/calls/${first.id}`, { headers: key })
      yield* ask("/v1/calls", { headers: key })
      assert.strictEqual(bodyOf(yield* placeWith(key, "+14155550102")).status, "initiated")
    }).pipe(Effect.provide(onSocket({ live })))
  )
})
