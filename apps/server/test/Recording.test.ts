import { assert, describe, it } from "@effect/vitest"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import { Effect, Layer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { type RangeWish, rangeWithin, readRange } from "../src/ByteRange.ts"
import { ask, onSocket } from "./Socket.ts"

/** A sound that tells which of its bytes one has. */
const sound = Uint8Array.from({ length: 100_000 }, (_, n) => (n * 7) % 251)
const chunks = Array.from({ length: 100 }, (_, n) => sound.subarray(n * 1000, (n + 1) * 1000))

/** The emulator with that sound, and what was read of it. */
const withSound = (headers: Record<string, string>) => {
  const read = { opened: 0, chunks: 0, most: 0 }
  const network = Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.make((request, url) =>
        url.pathname.endsWith("/audio")
          ? Effect.sync(() => {
              read.opened++
              let next = 0
              const body = new ReadableStream<Uint8Array>(
                {
                  pull: (controller) => {
                    const chunk = chunks[next++]
                    if (chunk === undefined) return controller.close()
                    read.chunks++
                    controller.enqueue(chunk)
                  }
                },
                { highWaterMark: 0 }
              )
              return HttpClientResponse.fromWeb(request, new Response(body, { headers }))
            })
          : client.execute(request)
      )
    )
  ).pipe(Layer.provide(EmulatorHttpClient.layer), Layer.provideMerge(Emulator.layerMemory({ scale: 1000 })))
  return { read, network }
}

const quick = { pollIntervalMillis: 20 }

const told = { "content-type": "audio/mpeg", "content-length": String(sound.length) }
const untold = { "content-type": "audio/mpeg" }

const order = {
  method: "POST",
  headers: { "content-type": "application/json", "idempotency-key": "a", prefer: "wait=60" },
  body: JSON.stringify({ to: "+14155550100", variables: { customer_name: "Ada" } })
}

/** A call that is over, and how its recording is asked for. */
const called = Effect.map(ask("/v1/calls", order), ({ body }) => {
  const { conversationId, id }: { conversationId: string; id: string } = JSON.parse(body)
  return {
    conversationId,
    get: (headers: Record<string, string> = {}, method = "GET") => ask(`/v1/calls/${id}/recording`, { headers, method })
  }
})

const isSound = (bytes: Uint8Array, first: number, last: number) =>
  assert.isTrue(Buffer.from(sound.subarray(first, last + 1)).equals(bytes), `bytes ${first} to ${last}`)

const lengths = [
  { what: "that the provider tells the length of", headers: told },
  { what: "of a length that nobody tells", headers: untold }
]

describe.each(lengths)("a recording $what", ({ headers: provided }) => {
  const story = <A, E>(test: Effect.Effect<A, E, Layer.Success<ReturnType<typeof onSocket>>>) =>
    test.pipe(Effect.provide(onSocket({ network: withSound(provided).network, ...quick })))

  it.live("is given whole, named without a number", () =>
    story(
      Effect.gen(function* () {
        const { conversationId, get } = yield* called
        const { bytes, headers, status } = yield* get()
        assert.strictEqual(status, 200)
        isSound(bytes, 0, sound.length - 1)
        assert.deepInclude(headers, {
          "content-type": "audio/mpeg",
          "accept-ranges": "bytes",
          etag: `"${conversationId}"`,
          "content-disposition": `inline; filename="${conversationId}.mp3"`
        })
        assert.strictEqual(headers["content-length"], provided === told ? "100000" : undefined)
      })
    )
  )

  it.live("is given in parts", () =>
    story(
      Effect.gen(function* () {
        const { get } = yield* called
        const parts: ReadonlyArray<readonly [string, number, number]> = [
          ["bytes=0-0", 0, 0],
          ["bytes=0-999", 0, 999],
          ["bytes=999-1000", 999, 1000],
          ["bytes=50500-61499", 50_500, 61_499],
          ["bytes=99999-", 99_999, 99_999],
          ["bytes=90000-200000", 90_000, 99_999],
          ["bytes=-5", 99_995, 99_999],
          ["bytes=-500000", 0, 99_999]
        ]
        for (const [range, first, last] of parts) {
          const { bytes, headers, status } = yield* get({ range })
          assert.strictEqual(status, 206, range)
          assert.strictEqual(headers["content-range"], `bytes ${first}-${last}/100000`)
          assert.strictEqual(headers["content-length"], String(last - first + 1))
          isSound(bytes, first, last)
        }
      })
    )
  )

  it.live("has nothing beyond its end: 416 with its length", () =>
    story(
      Effect.gen(function* () {
        const { get } = yield* called
        for (const range of ["bytes=100000-", "bytes=500000-500001", "bytes=-0"]) {
          const { body, headers, status } = yield* get({ range })
          assert.deepEqual([status, headers["content-range"]], [416, "bytes */100000"], range)
          assert.deepInclude(JSON.parse(body), { code: "range-not-satisfiable", length: 100_000 })
        }
      })
    )
  )

  it.live("is given whole when the range is none, or belongs to another recording", () =>
    story(
      Effect.gen(function* () {
        const { conversationId, get } = yield* called
        const wholes = [
          { range: "bytes=0-1,5-6" },
          { range: "lines=1-2" },
          { range: "bytes=9-1" },
          { range: "bytes=0-1", "if-range": '"conv_other"' }
        ]
        for (const headers of wholes) assert.strictEqual((yield* get(headers)).status, 200, JSON.stringify(headers))
        const same = yield* get({ range: "bytes=0-1", "if-range": `"${conversationId}"` })
        assert.strictEqual(same.status, 206)
      })
    )
  )
})

describe("a recording", () => {
  it.live("is read no further than the part goes, and not at all for HEAD", () => {
    const { network, read } = withSound(told)
    return Effect.gen(function* () {
      const { get } = yield* called
      yield* get({ range: "bytes=0-2999" })
      assert.isAtMost(read.chunks, 4)
      const before = { ...read }
      const head = yield* get({}, "HEAD")
      assert.deepEqual([head.status, head.headers["content-length"], head.bytes.length], [200, "100000", 0])
      assert.isAtMost(read.chunks - before.chunks, 1)
      const part = yield* get({ range: "bytes=0-1" }, "HEAD")
      assert.strictEqual(part.status, 200)
    }).pipe(Effect.provide(onSocket({ network, ...quick })))
  })

  it.live("that the provider does not keep is 404", () =>
    Effect.gen(function* () {
      const busy = { ...order, body: order.body.replace("0100", "0101") }
      const { conversationId, id } = JSON.parse((yield* ask("/v1/calls", busy)).body)
      const answer = yield* ask(`/v1/calls/${id}/recording`)
      assert.strictEqual(answer.status, 404)
      const problem = JSON.parse(answer.body)
      assert.deepInclude(problem, { code: "no-recording", phone_may_have_rung: false })
      assert.include(problem.next_step, `/v1/calls/${conversationId}`)
    }).pipe(
      Effect.provide(
        onSocket({
          ...quick,
          network: EmulatorHttpClient.layer.pipe(Layer.provideMerge(Emulator.layerMemory({ scale: 1000 })))
        })
      )
    )
  )

  const wishes: ReadonlyArray<readonly [string | undefined, RangeWish | null]> = [
    [undefined, null],
    ["bytes=1-2", { first: 1, last: 2 }],
    [" Bytes = 1 - 2 ", { first: 1, last: 2 }],
    ["bytes=7-", { first: 7, last: null }],
    ["bytes=-7", { suffix: 7 }],
    ["bytes=-", null],
    ["bytes=2-1", null],
    ["bytes=1-2,3-4", null],
    ["bytes=a-b", null],
    ["items=1-2", null],
    ["bytes=1-99999999999999999999", null]
  ]
  it.each(wishes)("is asked for by the range %j as %j", (header, wish) => {
    assert.deepEqual(readRange(header), wish)
  })

  it("that is empty has no part", () => {
    for (const wish of [{ first: 0, last: null }, { suffix: 5 }]) assert.isNull(rangeWithin(wish, 0))
  })
})
