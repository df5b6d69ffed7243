import { Effect } from "effect"
import { Agents, agentRecord, agentRow } from "./Agent.ts"
import type { Permission } from "./ApiKey.ts"
import { conversation, hasRecording } from "./Conversation.ts"
import { conversationList, liveCount } from "./ConversationList.ts"
import type { DialLogError } from "./DialLog.ts"
import { agentNotFound, conversationNotFound, errorObject, phoneNumberNotFound, toolNotFound } from "./ErrorBody.ts"
import type { Exchange } from "./Exchange.ts"
import type { FaultTarget } from "./Fault.ts"
import { findConversation } from "./FindConversation.ts"
import { PhoneNumbers, phoneNumberRecord, type Provider } from "./PhoneNumber.ts"
import { phoneNumberPage } from "./PhoneNumberPage.ts"
import { silence } from "./Recording.ts"
import { json, type Reply } from "./Reply.ts"
import { Tools, toolRecord } from "./Tool.ts"
import type { View } from "./World.ts"
import { settings, subscription, user } from "./Workspace.ts"

/** A request that found its route. */
export interface Asked {
  /** The id in the path, or "". */
  readonly id: string
  readonly query: URLSearchParams
  readonly requestId: string
}

/** One method of one path: a dial, or something that answers. */
export interface Route {
  readonly method: string
  readonly path: string
  readonly needs: Permission
  readonly target: FaultTarget | null
  readonly dial?: Provider
  readonly answer: (exchange: Exchange, asked: Asked) => Effect.Effect<Reply, DialLogError>
}

const read = (path: string, answer: (view: View, asked: Asked) => Reply, target: FaultTarget | null = null): Route => ({
  method: "GET",
  path,
  needs: "read",
  target,
  answer: (exchange, asked) => Effect.map(exchange.look, (view) => answer(view, asked))
})

const dial = (provider: Provider, path: string): Route => ({
  method: "POST",
  path,
  needs: "write",
  target: "dial",
  dial: provider,
  answer: () => Effect.die("a dial is placed, not answered")
})

const noAudio = (asked: Asked): Reply =>
  errorObject(404, asked.requestId, {
    type: "not_found",
    code: "conversation_audio_not_found",
    message: `Conversation ${asked.id} has no audio.`,
    status: "missing_conversation_audio"
  })

const readConversation = (view: View, asked: Asked): Reply => {
  const record = findConversation(view, asked.id)
  return record === null
    ? conversationNotFound(asked.requestId, asked.id)
    : json(200, conversation(record, view.world.switches))
}

const readAudio = (view: View, asked: Asked): Reply => {
  const record = findConversation(view, asked.id)
  if (record === null) return conversationNotFound(asked.requestId, asked.id)
  return hasRecording(record)
    ? { status: 200, headers: { "content-type": "audio/mpeg" }, body: silence() }
    : noAudio(asked)
}

const remove = Effect.fnUntraced(function* (exchange: Exchange, asked: Asked) {
  if (findConversation(yield* exchange.look, asked.id) === null) return conversationNotFound(asked.requestId, asked.id)
  yield* exchange.record({ _tag: "delete", conversationId: asked.id })
  return json(200, {})
})

const listAgents = (_: View, asked: Asked): Reply => {
  const search = asked.query.get("search")?.toLowerCase() ?? ""
  const agents = Agents.filter((agent) => agent.name.toLowerCase().includes(search))
  return json(200, { agents: agents.map(agentRow), has_more: false, next_cursor: null })
}

const readAgent = ({ world }: View, asked: Asked): Reply => {
  const agent = Agents.find((candidate) => candidate.id === asked.id)
  return agent === undefined ? agentNotFound(asked.requestId, asked.id) : json(200, agentRecord(agent, world.switches))
}

const listPhoneNumbers = (_: View, asked: Asked): Reply => {
  const provider = asked.query.get("provider")
  const phones = PhoneNumbers.filter((phone) => provider === null || phone.provider === provider)
  return json(200, phones.map(phoneNumberRecord))
}

const readPhoneNumber = (_: View, asked: Asked): Reply => {
  const phone = PhoneNumbers.find((candidate) => candidate.id === asked.id)
  return phone === undefined ? phoneNumberNotFound(asked.requestId, asked.id) : json(200, phoneNumberRecord(phone))
}

const readTool = (_: View, asked: Asked): Reply => {
  const tool = Tools.find((candidate) => candidate.id === asked.id)
  return tool === undefined ? toolNotFound(asked.requestId, asked.id) : json(200, toolRecord(tool))
}

const countLive = (view: View, asked: Asked): Reply =>
  json(200, { count: liveCount(view, asked.query.get("agent_id")) })

/** The path that an older provider does not have yet. */
export const newerPath = "/v1/convai/v2/phone-numbers"

/** Every path of the emulated provider. `:id` stands for one segment. */
export const Routes: ReadonlyArray<Route> = [
  dial("twilio", "/v1/convai/twilio/outbound-call"),
  dial("sip_trunk", "/v1/convai/sip-trunk/outbound-call"),
  dial("exotel", "/v1/convai/exotel/outbound-call"),
  read("/v1/convai/conversations", (view, asked) => conversationList(view, asked.query, asked.requestId), "list"),
  read("/v1/convai/conversations/:id", readConversation, "conversation"),
  read("/v1/convai/conversations/:id/audio", readAudio, "conversation"),
  { method: "DELETE", path: "/v1/convai/conversations/:id", needs: "write", target: "conversation", answer: remove },
  read("/v1/convai/agents", listAgents),
  read("/v1/convai/agents/:id", readAgent),
  read("/v1/convai/phone-numbers", listPhoneNumbers),
  read("/v1/convai/phone-numbers/:id", readPhoneNumber),
  read(newerPath, (_, asked) => phoneNumberPage(asked.query, asked.requestId)),
  read("/v1/convai/tools/:id", readTool),
  read("/v1/convai/settings", () => json(200, settings)),
  read("/v1/convai/analytics/live-count", countLive),
  read("/v1/user", () => json(200, user)),
  read("/v1/user/subscription", () => json(200, subscription))
]
