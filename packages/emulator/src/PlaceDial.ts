import { Clock, Effect, Result } from "effect"
import { Agents } from "./Agent.ts"
import { calleeOf } from "./Callee.ts"
import { callRecord, type CallRecord } from "./CallRecord.ts"
import { claimFault } from "./ClaimFault.ts"
import { readDialRequest, type DialRequest } from "./DialRequest.ts"
import { agentNotFound, errorObject, phoneNumberNotFound } from "./ErrorBody.ts"
import type { Exchange } from "./Exchange.ts"
import type { Fault } from "./Fault.ts"
import { faultReply } from "./FaultReply.ts"
import { hex, timedId } from "./Identifier.ts"
import type { DialEntry } from "./LogEntry.ts"
import { sipError } from "./PhoneCall.ts"
import { PhoneNumbers, type Provider } from "./PhoneNumber.ts"
import { json, type Reply } from "./Reply.ts"
import { inviteResolvedAt } from "./Timeline.ts"
import { elapsedSeconds, type Dial } from "./World.ts"

/** Answers a dial. Each one is a new call: nothing here looks at earlier ones. */
export const placeDial = Effect.fnUntraced(function* (
  exchange: Exchange,
  provider: Provider,
  body: string,
  requestId: string
) {
  const read = readDialRequest(body)
  if (Result.isFailure(read)) return read.failure
  const request = read.success
  const refused = refuseDial(provider, request, requestId)
  if (refused !== null) return refused

  const fault = yield* claimFault(exchange, "dial", request.toNumber)
  if (fault === null) return yield* dialNow(exchange, provider, request, null)
  const spoiled = faultReply(fault, requestId, callIdKey(provider))
  if (fault.when === "before") {
    if (spoiled !== null) return spoiled
    if (fault.kind === "truncate") return truncated(success(yield* newDial(exchange, provider, request, null)))
    yield* Effect.sleep(fault.delayMs ?? 0)
    return yield* dialNow(exchange, provider, request, null)
  }
  if (spoiled !== null) {
    if (refusalOf(provider, request) === null) yield* commit(exchange, provider, request, fault)
    return spoiled
  }
  const reply = yield* dialNow(exchange, provider, request, fault)
  if (fault.kind === "truncate") return truncated(reply)
  yield* Effect.sleep(fault.delayMs ?? 0)
  return reply
})

/** The spelling of the carrier's call id in this provider's answers. */
export const callIdKey = (provider: Provider): "callSid" | "sip_call_id" =>
  provider === "sip_trunk" ? "sip_call_id" : "callSid"

const refuseDial = (provider: Provider, request: DialRequest, requestId: string): Reply | null => {
  const phone = PhoneNumbers.find((candidate) => candidate.id === request.phoneNumberId)
  if (!Agents.some((agent) => agent.id === request.agentId)) return agentNotFound(requestId, request.agentId)
  if (phone === undefined) return phoneNumberNotFound(requestId, request.phoneNumberId)
  const wrong =
    phone.provider === provider
      ? phone.supportsOutbound
        ? null
        : `Phone number ${phone.id} does not support outbound calls.`
      : `Phone number ${phone.id} belongs to ${phone.provider}, not to ${provider}.`
  return wrong === null
    ? null
    : errorObject(400, requestId, {
        type: "validation_error",
        code: "invalid_parameters",
        message: wrong,
        param: "agent_phone_number_id"
      })
}

const refusalOf = (provider: Provider, request: DialRequest): string | null =>
  provider === "sip_trunk" ? null : (calleeOf(request.toNumber).refusal?.replace("{number}", request.toNumber) ?? null)

const dialNow = Effect.fnUntraced(function* (
  exchange: Exchange,
  provider: Provider,
  request: DialRequest,
  fault: Fault | null
) {
  const refusal = refusalOf(provider, request)
  if (refusal !== null) {
    return json(200, { success: false, message: refusal, conversation_id: null, [callIdKey(provider)]: null })
  }
  const dial = yield* commit(exchange, provider, request, fault)
  return provider === "sip_trunk" ? yield* answerInvite(exchange, dial) : success(dial)
})

const commit = Effect.fnUntraced(function* (
  exchange: Exchange,
  provider: Provider,
  request: DialRequest,
  fault: Fault | null
) {
  const entry = yield* newDial(exchange, provider, request, fault)
  yield* exchange.record(entry)
  return entry
}, Effect.uninterruptible)

const newDial = Effect.fnUntraced(function* (
  exchange: Exchange,
  provider: Provider,
  request: DialRequest,
  fault: Fault | null
) {
  const { twilioQueueSeconds } = (yield* exchange.look).world.switches
  const entry: DialEntry = {
    _tag: "dial",
    conversationId: yield* timedId("conv_"),
    provider,
    agentId: request.agentId,
    phoneNumberId: request.phoneNumberId,
    toNumber: request.toNumber,
    callSid: provider === "sip_trunk" ? `SCL_${yield* hex(12)}` : `CA${yield* hex(32)}`,
    clientData: request.clientData,
    ringingTimeout: request.ringingTimeout,
    at: yield* Clock.currentTimeMillis,
    scale: exchange.scale,
    ...(provider === "twilio" && twilioQueueSeconds > 0 ? { queuedFor: twilioQueueSeconds } : {}),
    ...(fault === null ? {} : { fault: fault.kind })
  }
  return entry
})

const success = (dial: DialEntry): Reply =>
  json(200, {
    success: true,
    message: "Success",
    conversation_id: dial.conversationId,
    [callIdKey(dial.provider)]: dial.callSid
  })

const truncated = (reply: Reply): Reply => ({ ...reply, fault: "truncate" })

const answerInvite = Effect.fnUntraced(function* (exchange: Exchange, entry: DialEntry) {
  while (true) {
    const view = yield* exchange.look
    const dial: Dial | undefined = view.world.byId.get(entry.conversationId)
    if (dial === undefined) return success(entry)
    const record = callRecord(dial, elapsedSeconds(dial, view), view.world.switches)
    const left = inviteResolvedAt(record.timeline, dial.ringingTimeout) - record.elapsed
    if (left <= 0) return view.world.switches.sipRefusalSucceeds ? success(dial) : inviteReply(record)
    yield* Effect.sleep(Math.max(1, Math.min((left * 1000) / dial.scale, longestNap)))
  }
})

/** A virtual advance of the clock, here or in another process, is noticed within this time (milliseconds). */
const longestNap = 250

const inviteReply = (record: CallRecord): Reply => {
  const error = sipError(record)
  if (error === null) return success(record.dial)
  return json(200, {
    success: false,
    message: error.reason,
    conversation_id: record.dial.conversationId,
    sip_call_id: record.dial.callSid
  })
}
