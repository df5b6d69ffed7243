import { Cause, Console, Effect, Exit, type Layer, ManagedRuntime, Option, Schema } from "effect"
import { type Call, dashboardUrl, phoneMayHaveRung, retrySafe } from "./Call.ts"
import type { CallFollower } from "./CallFollower.ts"
import { AgentId, PhoneNumberId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import type { Variables } from "./CallRequest.ts"
import type { CallSettings } from "./CallSettings.ts"
import { Conversation } from "./Conversation.ts"
import type { Dialer } from "./Dialer.ts"
import { getConversation } from "./GetConversation.ts"
import { getTranscript } from "./GetTranscript.ts"
import { monitorCall } from "./MonitorCall.ts"
import { maskPhoneNumber } from "./PhoneNumber.ts"
import { placeCall } from "./PlaceCall.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { renderTranscript } from "./RenderTranscript.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/** What `initiateCall` takes. */
export interface InitiateCallOptions {
  /** Number to call in E.164; a missing + is added where the digits read only one way. */
  readonly destinationNumber: string
  readonly agentVariables?: Variables | undefined
  readonly agentId?: string | undefined
  readonly phoneNumberId?: string | undefined
  /** Wait for the end of the call, `monitorDuration` seconds at most. Default false. */
  readonly monitor?: boolean | undefined
  /** Seconds; default 30. */
  readonly monitorDuration?: number | undefined
  /** Print what happens. Default false. */
  readonly verbose?: boolean | undefined
  /** The same key gives the same call and rings once. */
  readonly idempotencyKey?: string | undefined
}

/** What `initiateCall` gives. */
export interface InitiateCallResult {
  /** The provider took the call. */
  readonly success: boolean
  /** The provider's answer to the dial, as it came. */
  readonly callData: unknown
  readonly conversationId: string | null
  readonly dashboardUrl: string | null
  /** The conversation at its end, when monitored to it. */
  readonly monitoringData: ConversationDetails | null
  readonly error: string | null
  readonly callId: string | null
  /** Whether a phone may have rung because of this request. */
  readonly phoneMayHaveRung: boolean
  /** Whether trying again rings nobody a second time. */
  readonly retrySafe: boolean
}

/** A conversation as plain JSON; `record` is the provider's whole answer. */
export type ConversationDetails = (typeof Conversation)["Encoded"]

export interface MonitorCallOptions {
  /** Seconds in all; default 30. */
  readonly duration?: number | undefined
  /** Seconds between two looks; default 5. */
  readonly checkInterval?: number | undefined
  readonly verbose?: boolean | undefined
}

/** The service for programs that do not use Effect. No function throws or rejects. */
export interface PromiseFacade {
  readonly initiateCall: (options: InitiateCallOptions) => Promise<InitiateCallResult>
  /** The conversation once it is over; null when the time ran out, or on any failure. */
  readonly monitorCall: (conversationId: string, options?: MonitorCallOptions) => Promise<ConversationDetails | null>
  /** Null for an unknown id, or on any failure. */
  readonly getConversationDetails: (conversationId: string) => Promise<ConversationDetails | null>
  /** The transcript as text; null while there is none, or on any failure. */
  readonly getConversationTranscript: (conversationId: string) => Promise<string | null>
  /** Waits until every call being placed has its answer, then closes the ledger. */
  readonly close: () => Promise<void>
}

type Services = CallSettings | VoiceProvider | ProviderAccount | Dialer | CallFollower | CallLedger

/** Binds the facade to a wiring of the service; the layer is built at the first use. */
export const makePromiseFacade = <E>(layer: Layer.Layer<Services, E>): PromiseFacade => {
  const runtime = ManagedRuntime.make(layer)
  const open = new Set<Promise<unknown>>()
  const orNull = async <A, E2>(effect: Effect.Effect<A | null, E2, Services>): Promise<A | null> => {
    const exit = await runtime.runPromiseExit(effect).catch((defect: unknown) => Exit.die(defect))
    return Exit.isSuccess(exit) ? exit.value : null
  }
  return {
    initiateCall: async (options) => {
      let begun = false
      const begin = Effect.sync(() => (begun = true))
      const placing = runtime
        .runPromiseExit(Effect.andThen(begin, initiate(options)))
        .catch((defect: unknown) => Exit.die(defect))
      open.add(placing)
      const exit = await placing
      open.delete(placing)
      if (Exit.isFailure(exit)) return failed(exit.cause, begun)
      const { conversationId, success } = exit.value
      if (options.monitor !== true || !success || conversationId === null) return exit.value
      const { monitorDuration: duration = 30, verbose } = options
      return { ...exit.value, monitoringData: await orNull(monitor(conversationId, { duration, verbose })) }
    },
    monitorCall: (conversationId, options = {}) => orNull(monitor(conversationId, options)),
    getConversationDetails: (conversationId) => orNull(Effect.map(getConversation(conversationId), encode)),
    getConversationTranscript: (conversationId) =>
      orNull(
        Effect.map(getTranscript(conversationId), (transcript) =>
          transcript.turns.length === 0 ? null : renderTranscript(transcript, "text")
        )
      ),
    close: async () => {
      await Promise.allSettled(open)
      await runtime.dispose()
    }
  }
}

const initiate = Effect.fnUntraced(function* (options: InitiateCallOptions) {
  const verbose = options.verbose === true
  if (verbose) yield* Console.log(`Calling ${maskPhoneNumber(options.destinationNumber)}…`)
  const { call, warnings } = yield* placeCall(
    {
      to: options.destinationNumber,
      variables: options.agentVariables ?? {},
      ...(options.agentId === undefined ? {} : { agentId: AgentId.make(options.agentId, unchecked) }),
      ...(options.phoneNumberId === undefined
        ? {}
        : { phoneNumberId: PhoneNumberId.make(options.phoneNumberId, unchecked) })
    },
    options.idempotencyKey === undefined ? { type: "new" } : { type: "given", key: options.idempotencyKey }
  )
  if (verbose) for (const warning of warnings) yield* Console.log(`Warning: ${warning}`)
  const result = yield* resultOf(call)
  if (verbose) {
    yield* Console.log(
      result.success ? `${call.id} is ${call.status}: ${call.conversationId}` : `${call.id}: ${result.error}`
    )
  }
  return result
})

/** `placeCall` checks the ids and says what is wrong with them. */
const unchecked = { disableChecks: true }

const resultOf = Effect.fnUntraced(function* (call: Call) {
  const ledger = yield* CallLedger
  const events = yield* ledger.events(call.id, 0).pipe(Effect.orElseSucceed(() => []))
  const answer = events.find((event) => event.cause === "dial")?.detail ?? null
  const success = call.conversationId !== null && call.problem?.code !== "no-clear-answer"
  const result: InitiateCallResult = {
    success,
    callData: answer === null ? null : Option.getOrElse(decodeJson(answer), () => answer),
    conversationId: call.conversationId,
    dashboardUrl: dashboardUrl(call),
    monitoringData: null,
    error: success ? null : (call.problem?.message ?? `The call is ${call.status}.`),
    callId: call.id,
    phoneMayHaveRung: phoneMayHaveRung(call),
    retrySafe: retrySafe(call)
  }
  return result
})

const monitor = Effect.fnUntraced(function* (conversationId: string, options: MonitorCallOptions) {
  const conversation = yield* monitorCall(conversationId, {
    duration: (options.duration ?? 30) * 1000,
    checkInterval: (options.checkInterval ?? 5) * 1000,
    ...(options.verbose === true
      ? { onLook: ({ durationSeconds, status }) => Console.log(`${status}, ${durationSeconds ?? 0} s`) }
      : {})
  })
  return conversation === null ? null : encode(conversation)
})

const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))
const encode = Schema.encodeSync(Conversation)

/** Once begun, only an error of ours says that nothing rang; an interruption or a fault leaves it open. */
const failed = (cause: Cause.Cause<unknown>, begun: boolean): InitiateCallResult => {
  const error = Cause.squash(cause)
  const known = cause.reasons.some((reason) => reason._tag === "Fail")
  const rang =
    (begun && !known) ||
    (typeof error === "object" && error !== null && "phoneMayHaveRung" in error && error.phoneMayHaveRung === true)
  return {
    success: false,
    callData: null,
    conversationId: null,
    dashboardUrl: null,
    monitoringData: null,
    error: error instanceof Error ? error.message : String(error),
    callId: null,
    phoneMayHaveRung: rang,
    retrySafe: !rang
  }
}
