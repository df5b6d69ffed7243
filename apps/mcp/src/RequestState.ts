import * as NodeMac from "@outbound-call/node/NodeMac"
import { Clock, Context, Effect, Layer, Option, Schema } from "effect"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Base64Url from "effect/encoding/Base64Url"

/** What a client brings back with an answer, and cannot read or change without being noticed. */
const State = Schema.Struct({
  callId: Schema.String,
  asker: Schema.String,
  nonce: Schema.String,
  /** When the question was asked, and until when an answer to it is taken, epoch milliseconds. */
  askedAt: Schema.Finite,
  until: Schema.Finite
})
export type State = typeof State.Type

/** The call that a question is about, and who asked for it. */
type About = Pick<State, "callId" | "asker">

/** Longest time for an answer that comes in a request of its own. */
const answerMillis = 300_000

/**
 * Seals what goes out with a question in the revision 2026-07-28, whose server asks by returning, and knows its own seal
 * again. The key is this process's: what another one asked has to be asked anew. A state is good for one answer.
 */
export class RequestState extends Context.Service<
  RequestState,
  {
    readonly seal: (about: About & Pick<State, "until">) => Effect.Effect<string>
    /** Null for what is not ours, is about another call, comes too late, or comes a second time. */
    readonly open: (text: string, about: About) => Effect.Effect<State | null>
  }
>()("outbound-call-mcp/RequestState") {
  static readonly layer: Layer.Layer<RequestState> = Layer.effect(
    RequestState,
    Effect.gen(function* () {
      const mac = yield* Mac.Mac
      const random = yield* SecureRandom.SecureRandom
      const key = yield* Effect.orDie(mac.generateKey(Mac.hmacSha256))
      const used = new Map<string, number>()

      const seal = Effect.fnUntraced(function* ({ callId, asker, until }: About & Pick<State, "until">) {
        const askedAt = yield* Clock.currentTimeMillis
        const nonce = Base64Url.encode(yield* Effect.orDie(random.randomBytes(16)))
        const state = { callId, asker, nonce, askedAt, until: Math.min(until, askedAt + answerMillis) }
        const body = Base64Url.encode(bytesOf(JSON.stringify(state)))
        const tag = yield* Effect.orDie(mac.sign(key, bytesOf(body)))
        return `${body}.${Base64Url.encode(tag)}`
      })

      const read = Effect.fnUntraced(function* (text: string) {
        const [body = "", tag = "", ...rest] = text.split(".")
        const bytes = Base64Url.decode(tag)
        if (rest.length > 0 || bytes._tag === "Failure") return null
        if (!(yield* Effect.orDie(mac.verify(key, bytes.success, bytesOf(body))))) return null
        const json = Base64Url.decodeString(body)
        return json._tag === "Failure" ? null : Option.getOrNull(decode(json.success))
      })

      const open = Effect.fnUntraced(function* (text: string, { callId, asker }: About) {
        const state = yield* read(text)
        const now = yield* Clock.currentTimeMillis
        if (state === null || state.callId !== callId || state.asker !== asker || now >= state.until) return null
        for (const [nonce, until] of used) if (until <= now) used.delete(nonce)
        if (used.has(state.nonce)) return null
        used.set(state.nonce, state.until)
        return state
      })

      return RequestState.of({ seal, open })
    })
  ).pipe(Layer.provide([NodeMac.layer, SecureRandom.layerWebCrypto]))
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(State))

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
