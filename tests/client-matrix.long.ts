import { setTimeout as delay } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import type { Answer, Peer, Person } from "./assistants/PeerClient.ts"
import { makeServer } from "./assistants/McpServer.ts"
import { peers } from "./assistants/Peers.ts"

/** Somebody who answers, talks for ten minutes of the call's own time, and would talk on. */
const talker = { to: "+14155550114", variables: { customer_name: "Ada" } }
const wish = { ...talker, idempotency_key: "wish-of-ada", wait_seconds: 0 }

/** What the model gets of an answer. */
const read = ({ content, structuredContent }: Answer) =>
  structuredContent ?? (JSON.parse(content[0]?.text ?? "") as Readonly<Record<string, unknown>>)

/** A client with a server of its own, both gone with the test. */
const open = async (
  peer: Peer,
  scale: number,
  onTestFinished: (done: () => Promise<void>) => void,
  asking: { readonly person?: Person; readonly settings?: Readonly<Record<string, string>> } = {}
) => {
  const { command, listen, remove, rings } = makeServer(scale, asking.settings)
  const { stop, url } = peer.isHttp ? await listen() : { url: "", stop: async () => {} }
  onTestFinished(async () => {
    await stop()
    remove()
  })
  const client = await peer.connect({ command, url }, asking.person)
  onTestFinished(async () => void (await client.close()))
  return { ...client, rings: () => rings(talker.to) }
}

describe.concurrent.each(peers)("$name", (peer) => {
  it("lists the tools, and calls and reads in one conversation", async ({ onTestFinished }) => {
    const { rings, tools, use } = await open(peer, 1_000, onTestFinished)
    expect(await tools()).toEqual(expect.arrayContaining(["check_call", "place_call", "get_transcript"]))
    const placed = await use("place_call", { ...wish, wait_seconds: 25 })
    expect(placed.structuredContent === undefined).toBe(!peer.isStructured)
    expect(read(placed)).toMatchObject({ status: "done", outcome: "answered", simulated: true })
    const said = await use("get_transcript", { call_id: read(placed)["call_id"] })
    expect(read(said)).toMatchObject({ status: "final", untrusted_content: true })
    const failed = await use("get_call", { call_id: "call_nowhere" })
    expect(failed).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^call_not_found: /) }] })
    expect(rings()).toBe(1)
  })

  it("stops waiting when it is told to, and the call goes on", async ({ onTestFinished }) => {
    const { rings, use } = await open(peer, 1, onTestFinished)
    const call = { call_id: read(await use("place_call", wish))["call_id"] }
    const stop = new AbortController()
    const waiting = use("wait_for_call", call, { signal: stop.signal }).then(read, String)
    await use("get_call", call)
    stop.abort()
    expect(await waiting).toMatch(/abort|cancel/i)
    const after = read(await use("wait_for_call", { ...call, wait_seconds: 2 }))
    expect(after).toMatchObject({ status: expect.stringMatching(/^(initiated|in-progress)$/), terminal: false })
    expect(rings()).toBe(1)
  })
})

describe.concurrent.each(peers.filter(({ tellsProgress }) => tellsProgress))("$name", (peer) => {
  it("hears three times within eight seconds how far the call is", async ({ onTestFinished }) => {
    const { use } = await open(peer, 1, onTestFinished)
    const wait = { call_id: read(await use("place_call", wish))["call_id"], wait_seconds: 8 }
    const told: Array<number> = []
    const onprogress = ({ progress }: { readonly progress: number }) => void told.push(progress)
    const waited = read(await use("wait_for_call", wait, { onprogress }))
    expect(waited).toMatchObject({ terminal: false, next_step: { tool: "wait_for_call" } })
    expect(told.length).toBeGreaterThanOrEqual(3)
    expect(told).toEqual([...new Set(told)].toSorted((one, other) => one - other))
  })
})

/** Calls wait for a person, as real ones do. */
const settings = { OUTBOUND_SIMULATE_APPROVALS: "on" }

describe.concurrent.each(peers)("$name", (peer) => {
  it("is told how a person approves the call, where none can be asked, and rings nobody", async ({
    onTestFinished
  }) => {
    const { rings, use } = await open(peer, 1, onTestFinished, { settings })
    const placed = read(await use("place_call", wish))
    expect(placed).toMatchObject({
      status: "planned",
      phone_may_have_rung: false,
      approval: { cli: `outbound approve ${String(placed["call_id"])} --simulate` },
      next_step: { tool: "wait_for_call", why: expect.stringContaining("outbound approve call_") }
    })
    expect(rings()).toBe(0)
  })
})

describe.concurrent.each(peers.filter(({ showsForms }) => showsForms))("$name", (peer) => {
  for (const [told, answer, outcome, dials] of [
    ["says yes", { action: "accept", content: { call: true } }, /initiated/, 1],
    ["puts the form away", { action: "cancel" }, /planned/, 0],
    // on a busy machine the decline of a host may take a second, as one of a person does
    ["is not there, but a host that declines by itself", { action: "decline" }, /planned|approval_declined/, 0]
  ] as const) {
    it(`rings only by a yes of its person, who ${told}`, async ({ onTestFinished }) => {
      const asked: Array<string> = []
      const person: Person = (message) => {
        asked.push(message)
        return Promise.resolve(answer)
      }
      const { rings, use } = await open(peer, 1, onTestFinished, { settings, person })
      const placed = await use("place_call", wish)
      expect(JSON.stringify(placed)).toMatch(outcome)
      expect(asked).toEqual([expect.stringMatching(/^Simulate a call to \+14155550114\?\n.*\n.*Demo agent/)])
      expect(rings()).toBe(dials)
    })
  }

  it("is told that its person said no, and rings nobody", async ({ onTestFinished }) => {
    const person: Person = async () => {
      await delay(1_100)
      return { action: "decline" }
    }
    const { rings, use } = await open(peer, 1, onTestFinished, { settings, person })
    expect(await use("place_call", wish)).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^approval_declined: /) }]
    })
    expect(rings()).toBe(0)
  })
})
