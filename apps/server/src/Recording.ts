import { problemOf, RangeNotSatisfiableProblem } from "@outbound-call/api"
import { openRecording, recordTranscriptRead } from "@outbound-call/core"
import { Effect, Stream } from "effect"
import { type HttpServerRequest, HttpServerRespondable, HttpServerResponse } from "effect/http"
import { type ByteRange, rangeWithin, readRange } from "./ByteRange.ts"

/**
 * The sound of a call, passed on as the provider sends it and never held as a whole. The provider gives no parts, so a
 * part is cut out of the whole; where it does not tell the length, that is found by reading it through before.
 */
export const recording = Effect.fnUntraced(function* (
  id: string,
  headers: { readonly range?: string; readonly "if-range"?: string },
  request: HttpServerRequest.HttpServerRequest
) {
  const opened = yield* Effect.mapError(Effect.andThen(recordTranscriptRead, openRecording(id)), problemOf)
  const { bytes, conversationId } = opened
  const etag = `"${conversationId}"`
  const about = {
    "accept-ranges": "bytes",
    "content-disposition": `inline; filename="${conversationId}.mp3"`,
    etag
  }
  const isPart = request.method === "GET" && (headers["if-range"] ?? etag) === etag
  const wish = isPart ? readRange(headers.range) : null
  if (wish === null) return sound(bytes, { length: opened.length, headers: about })

  const length = opened.length ?? (yield* Effect.mapError(countBytes(bytes), problemOf))
  const range = rangeWithin(wish, length)
  if (range === null) return yield* outside(length)
  const whole = opened.length === null ? (yield* Effect.mapError(openRecording(id), problemOf)).bytes : bytes
  return sound(partOf(whole, range), {
    status: 206,
    length: range.last - range.first + 1,
    headers: { ...about, "content-range": `bytes ${range.first}-${range.last}/${length}` }
  })
})

const sound = <E>(
  bytes: Stream.Stream<Uint8Array, E>,
  {
    headers,
    length,
    status = 200
  }: { readonly status?: number; readonly length: number | null; readonly headers: Record<string, string> }
) =>
  HttpServerResponse.stream(bytes, {
    status,
    headers,
    contentType: "audio/mpeg",
    ...(length === null ? {} : { contentLength: length })
  })

const countBytes = <E>(bytes: Stream.Stream<Uint8Array, E>) =>
  Stream.runFold(
    bytes,
    () => 0,
    (count, chunk) => count + chunk.length
  )

/** Cuts a part out of a stream, and stops reading at its end. */
const partOf = <E>(bytes: Stream.Stream<Uint8Array, E>, { first, last }: ByteRange) => {
  let at = 0
  return bytes.pipe(
    Stream.map((chunk) => {
      const from = at
      at += chunk.length
      return chunk.subarray(Math.max(0, first - from), Math.max(0, last + 1 - from))
    }),
    Stream.takeUntil(() => at > last),
    Stream.filter((chunk) => chunk.length > 0)
  )
}

const outside = (length: number) =>
  HttpServerRespondable.toResponse(
    new RangeNotSatisfiableProblem({
      detail: `The recording has ${length} bytes, and the range begins after them.`,
      code: "range-not-satisfiable",
      phone_may_have_rung: false,
      retry_safe: true,
      next_step: "Ask for a range within `length`, or for the whole without Range.",
      length
    })
  ).pipe(Effect.map(HttpServerResponse.setHeader("content-range", `bytes */${length}`)))
