import { EmulatorHttpClient } from "@outbound-call/emulator"
import { Effect, Layer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"

type Json = Readonly<Record<string, unknown>>

/** The emulator, in whose conversations these words stand wherever a callee's may come to stand. */
export const hostileProvider = (speech: string) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.transform(client, (answer, request) =>
        /\/v1\/convai\/conversations\/conv_\w+$/.test(request.url)
          ? Effect.flatMap(answer, (response) =>
              Effect.map(response.json, (body) =>
                HttpClientResponse.fromWeb(
                  request,
                  new Response(JSON.stringify(spoken(body as Json, speech)), {
                    status: response.status,
                    headers: response.headers
                  })
                )
              )
            )
          : answer
      )
    )
  ).pipe(Layer.provide(EmulatorHttpClient.layer))

const spoken = (record: Json, speech: string): Json => {
  const metadata = (record["metadata"] ?? {}) as Json
  const analysis = record["analysis"] as Json | null
  return {
    ...record,
    transcript: ((record["transcript"] ?? []) as ReadonlyArray<Json>).map((turn) => turnOf(turn, speech)),
    metadata: {
      ...metadata,
      // the provider's words for why a call broke off may quote the conversation
      ...(metadata["error"] === null ? {} : { error: { code: 1008, reason: speech }, termination_reason: speech })
    },
    analysis:
      analysis === null
        ? null
        : {
            ...analysis,
            transcript_summary: speech,
            call_summary_title: speech,
            evaluation_criteria_results: { goal: { criteria_id: "goal", result: "success", rationale: speech } },
            data_collection_results: { wish: { data_collection_id: "wish", value: speech, rationale: speech } }
          }
  }
}

const turnOf = (turn: Json, speech: string): Json =>
  turn["role"] === "user"
    ? { ...turn, message: speech }
    : {
        ...turn,
        // what a tool was asked and answered comes from the conversation as well
        tool_calls: [{ type: "webhook", request_id: "r1", tool_name: speech, params_as_json: speech }],
        tool_results: [{ request_id: "r1", tool_name: speech, result_value: speech, is_error: false, type: "webhook" }]
      }
