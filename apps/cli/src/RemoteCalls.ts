import type { Client } from "@outbound-call/api/Client"
import { followAtServer, readEvents } from "@outbound-call/api/FollowAtServer"
import { type CallView, isFinal } from "@outbound-call/core/Call"
import { CallNotFound } from "@outbound-call/core/CallErrors"
import type { CallEvent } from "@outbound-call/core/CallEvent"
import { Effect, Layer, Stream } from "effect"
import { CallService } from "./CallService.ts"
import { notThere } from "./OnlyHere.ts"
import { printNote } from "./Print.ts"
import { Records } from "./Records.ts"
import { sendCall } from "./SendCall.ts"
import type { Asked } from "./Asked.ts"
import { sendYes } from "./SendYes.ts"
import { failureFrom } from "./ServerFailure.ts"
import { unreachable } from "./ConnectionFailure.ts"

/** The calls of a server. Every read is one request; `place` is read by `SendCall`. */
export const calls = (client: Client, asked: Asked & { readonly simulated: boolean }): Layer.Layer<CallService> =>
  Layer.succeed(CallService, {
    place: (request, key, options) => sendCall(client, request, key, options, asked),
    approve: (id, { numberEndsIn }) => sendYes(client, id, numberEndsIn, asked),
    check: (payload) => client.calls.check({ payload }).pipe(Effect.mapError(failureFrom(asked))),
    get: (id) => get(client, asked, id),
    conversation: (id) => Effect.fail(new CallNotFound({ id })),
    follow: (id) =>
      followAtServer(client, id, { onSilence: printNote(isSilent) }).pipe(
        Stream.mapError(failureFrom({ ...asked, id }))
      ),
    transcript: (id) =>
      client.calls.transcript({ params: { id }, query: { format: "json" } }).pipe(
        Effect.mapError(failureFrom({ ...asked, id })),
        Effect.flatMap((said) =>
          typeof said === "string" ? Effect.die(new Error("The transcript is no JSON")) : Effect.succeed(said)
        )
      ),
    recording: (id) =>
      Stream.unwrap(
        client.calls.recording({ params: { id }, headers: {} }).pipe(
          Effect.map((sound) => (Stream.isStream(sound) ? sound : Stream.make(sound))),
          Effect.mapError(failureFrom({ ...asked, id }))
        )
      ).pipe(
        Stream.mapError((error) => (error._tag === "HttpClientError" ? unreachable(asked.url, error.cause) : error))
      ),
    hangUp: (id) => client.calls.hangUp({ params: { id } }).pipe(Effect.mapError(failureFrom({ ...asked, id }))),
    recover: (id) => client.calls.recover({ params: { id } }).pipe(Effect.mapError(failureFrom({ ...asked, id }))),
    recoverAll: Effect.suspend(() => Effect.fail(notThere("`outbound recover` without an id")))
  })

/** What is on record at a server. */
export const records = (client: Client, asked: Asked): Layer.Layer<Records> =>
  Layer.succeed(Records, {
    find: (id) => get(client, asked, id).pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(null))),
    list: ({ to, ...query }) =>
      (to === undefined ? client.calls.list({ query }) : client.calls.search({ payload: { ...query, to } })).pipe(
        Effect.mapError(failureFrom(asked))
      ),
    events: (call) =>
      readEvents(client, call.id).pipe(
        Stream.mapError((error) =>
          "_tag" in error && error._tag === "Lost" ? error : failureFrom({ ...asked, id: call.id })(error)
        ),
        Stream.filter((event) => event.type !== "turn"),
        Stream.takeUntil(isLatestOf(call)),
        Stream.map((event) => ({ ...event, cursor: event.cursor.replace(/\.\d+$/, ".0") })),
        Stream.runCollect,
        Effect.catchTag("Lost", () => Effect.fail(unreachable(asked.url, "the connection broke")))
      ),
    approvals: client.approvals.list({}).pipe(
      Effect.map(({ approvals }) => approvals),
      Effect.mapError(failureFrom(asked))
    ),
    approval: (id) => client.approvals.get({ params: { id } }).pipe(Effect.mapError(failureFrom({ ...asked, id }))),
    deny: (id) => client.approvals.deny({ params: { id } }).pipe(Effect.mapError(failureFrom({ ...asked, id }))),
    resolve: (id, verdict) =>
      client.calls.resolve({ params: { id }, payload: verdict }).pipe(Effect.mapError(failureFrom({ ...asked, id })))
  })

const isSilent = "The server does not answer: trying again. The call goes on."

const get = (client: Client, asked: Asked, id: string) =>
  client.calls.get({ params: { id } }).pipe(Effect.mapError(failureFrom({ ...asked, id })))

/** Tells, event by event, when all are there that the call had as it was read; what comes later is not waited for. */
const isLatestOf = (call: CallView): ((event: CallEvent) => boolean) => {
  let hasStatus = false
  let hasEnded = call.endedAt === null
  return (event) => {
    hasStatus ||= event.type === "status" && event.status === call.status
    hasEnded ||= event.type === "ended"
    return !isFinal(call) && hasStatus && hasEnded
  }
}
