import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { HttpBody, HttpClient, HttpClientRequest } from "effect/http"
import { TestClock } from "effect/testing"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import { at, dialBody } from "./Caller.ts"

const world = EmulatorHttpClient.layer.pipe(Layer.provideMerge(Emulator.layerMemory()))

const dialRequest = HttpClientRequest.post("https://api.example.com/v1/convai/twilio/outbound-call").pipe(
  HttpClientRequest.setHeader("xi-api-key", "key"),
  HttpClientRequest.setBody(HttpBody.jsonUnsafe(dialBody({})))
)

describe("the client in this process", () => {
  it.effect("dials and reads, whatever the host", () =>
    Effect.gen(function* () {
      const answer = yield* Effect.flatMap(HttpClient.execute(dialRequest), (response) => response.json)
      const id = String(at(answer, "conversation_id"))
      yield* TestClock.adjust("60 seconds")
      const request = HttpClientRequest.get(`http://elsewhere.example/v1/convai/conversations/${id}`).pipe(
        HttpClientRequest.setHeader("xi-api-key", "key")
      )
      const response = yield* HttpClient.execute(request)
      assert.strictEqual(at(yield* response.json, "status"), "done")
      assert.isString(response.headers["x-request-id"])
      const audio = yield* HttpClient.execute(
        HttpClientRequest.get(`http://elsewhere.example/v1/convai/conversations/${id}/audio`).pipe(
          HttpClientRequest.setHeader("xi-api-key", "key")
        )
      )
      assert.isAbove((yield* audio.arrayBuffer).byteLength, 1000)
    }).pipe(Effect.provide(world))
  )

  it.effect("takes a body in any form", () =>
    Effect.gen(function* () {
      const text = JSON.stringify(dialBody({}))
      const bytes = new TextEncoder().encode(text)
      const bodies = [
        HttpBody.raw(text),
        HttpBody.text(text),
        HttpBody.stream(Stream.make(bytes.slice(0, 30), bytes.slice(30)))
      ]
      for (const body of bodies) {
        const response = yield* HttpClient.execute(HttpClientRequest.setBody(dialRequest, body))
        assert.strictEqual(response.status, 200)
      }
      assert.strictEqual((yield* (yield* Emulator).rings).total, bodies.length)
    }).pipe(Effect.provide(world))
  )

  it.effect("passes query parameters on, repeated ones too", () =>
    Effect.gen(function* () {
      yield* HttpClient.execute(dialRequest)
      const request = HttpClientRequest.get("https://api.example.com/v1/convai/conversations").pipe(
        HttpClientRequest.setHeader("xi-api-key", "key"),
        HttpClientRequest.setUrlParams([
          ["exclude_statuses", "done"],
          ["exclude_statuses", "initiated"]
        ])
      )
      const page = yield* Effect.flatMap(HttpClient.execute(request), (response) => response.json)
      assert.deepStrictEqual(at(page, "conversations"), [])
    }).pipe(Effect.provide(world))
  )

  it.effect("turns a dropped connection into a transport error, after the ring", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", when: "after", kind: "drop" })
      const error = yield* Effect.flip(HttpClient.execute(dialRequest))
      assert.strictEqual(error.reason._tag, "TransportError")
      assert.strictEqual((yield* emulator.rings).total, 1)
    }).pipe(Effect.provide(world))
  )

  it.effect("turns a truncated answer into a body that cannot be read", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "dial", when: "after", kind: "truncate" })
      const response = yield* HttpClient.execute(dialRequest)
      assert.strictEqual(response.status, 200)
      const error = yield* Effect.flip(response.json)
      assert.strictEqual(error.reason._tag, "DecodeError")
    }).pipe(Effect.provide(world))
  )
})
