import { Clock, Effect, Layer, Option, Schema } from "effect"
import type { HttpClient } from "effect/http"
import type { ProviderError } from "../CallErrors.ts"
import { AgentId, PhoneNumberId } from "../CallIds.ts"
import { PhoneNumber } from "../PhoneNumber.ts"
import { type AgentName, type CallerNumber, type Known, ProviderAccount } from "../ProviderAccount.ts"
import type { Carrier } from "../VoiceProvider.ts"
import type { ElevenLabsConfig } from "./ElevenLabs.ts"
import { toAgent } from "./ElevenLabsAgent.ts"
import { makeReads, readServedAt } from "./ElevenLabsReads.ts"
import { AgentList, AgentRecord, PhoneNumberList, PhoneNumberRecord } from "./ElevenLabsWire.ts"

/** The account at ElevenLabs. Agents and numbers are kept for a minute, so that a burst of calls reads them once. */
export const layer = (config: ElevenLabsConfig): Layer.Layer<ProviderAccount, never, HttpClient.HttpClient> =>
  Layer.effect(
    ProviderAccount,
    Effect.gen(function* () {
      const { now, read } = yield* makeReads(config)

      const readAgent = Effect.fnUntraced(function* (id: AgentId) {
        const { value } = yield* read(AgentRecord, `/v1/convai/agents/${id}`)
        const toolIds = value.conversation_config?.agent?.prompt?.tool_ids ?? []
        const tools = yield* Effect.forEach(toolIds, readTool, { concurrency: 4 })
        return toAgent(id, value, tools)
      })

      /** A tool that cannot be read asks for no variable here. */
      const readTool = (id: string) =>
        known(read(Schema.Unknown, `/v1/convai/tools/${encodeURIComponent(id)}`)).pipe(
          Effect.map((tool) => (tool.type === "known" ? tool.value.json : null))
        )

      const agent = yield* remember((id: AgentId) => known(readAgent(id)))
      const agents = known(readPages((cursor) => read(AgentList, "/v1/convai/agents", cursor)))
      const callerNumber = yield* remember((id: PhoneNumberId) =>
        known(
          Effect.map(read(PhoneNumberRecord, `/v1/convai/phone-numbers/${id}`), ({ value }) => toCallerNumber(value))
        )
      )
      const callerNumbers = known(
        Effect.map(read(PhoneNumberList, "/v1/convai/phone-numbers"), ({ value }) =>
          ("phone_numbers" in value ? value.phone_numbers : value).map(toCallerNumber)
        )
      )

      const clockOffset = Effect.gen(function* () {
        const { headers } = yield* read(Schema.Unknown, "/v1/convai/conversations", { page_size: "1" })
        const theirs = readServedAt(headers["date"])
        return theirs === null ? null : theirs - (yield* Clock.currentTimeMillis)
      })

      return ProviderAccount.of({ agent, agents, callerNumber, callerNumbers, now, clockOffset })
    })
  )

/** The pages of the agents that are in use: a hundred at most, so that a cursor that never ends is no loop. */
const readPages = Effect.fnUntraced(function* (
  readPage: (query: { readonly [name: string]: string }) => Effect.Effect<{ readonly value: AgentList }, ProviderError>
) {
  const found: Array<AgentName> = []
  let cursor: string | null = ""
  for (let pages = 0; cursor !== null && pages < 100; pages++) {
    const { value }: { readonly value: AgentList } = yield* readPage({
      page_size: "100",
      ...(cursor === "" ? {} : { cursor })
    })
    const inUse = value.agents.filter((agent) => agent.archived !== true)
    found.push(...inUse.map(({ agent_id, name }) => ({ id: AgentId.make(agent_id), name: name ?? null })))
    cursor = value.has_more === true ? (value.next_cursor ?? null) : null
  }
  return found
})

/** What a read came to, told apart from what the server does not offer. */
const known = <A>(reading: Effect.Effect<A, ProviderError>): Effect.Effect<Known<A>, ProviderError> =>
  reading.pipe(
    Effect.map((value): Known<A> => ({ type: "known", value })),
    Effect.catchTag("ProviderError", (error) => {
      if (error.reason === "not-found" && !error.isUnknownRoute) {
        return Effect.succeed<Known<A>>({ type: "missing", detail: error.detail })
      }
      return error.reason === "not-found" || error.reason === "forbidden" || error.reason === "unreadable"
        ? Effect.succeed<Known<A>>({ type: "untold", detail: error.detail, error })
        : Effect.fail(error)
    })
  )

/** Remembers what is known for a minute; what is missing or failed is asked again. */
const remember = <K extends string, A>(read: (key: K) => Effect.Effect<Known<A>, ProviderError>) =>
  Effect.sync(() => {
    const answers = new Map<K, { readonly until: number; readonly value: Known<A> }>()
    return Effect.fnUntraced(function* (key: K) {
      const now = yield* Clock.currentTimeMillis
      const kept = answers.get(key)
      if (kept !== undefined && kept.until > now) return kept.value
      const value = yield* read(key)
      if (value.type === "known") answers.set(key, { value, until: now + rememberedMillis })
      return value
    })
  })

const rememberedMillis = 60_000

const toCallerNumber = (record: PhoneNumberRecord): CallerNumber => ({
  id: PhoneNumberId.make(record.phone_number_id),
  number: Option.getOrNull(Schema.decodeUnknownOption(PhoneNumber)(record.phone_number)),
  label: record.label ?? null,
  carrier: carriers[record.provider ?? "twilio"] ?? null,
  supportsOutbound: record.supports_outbound ?? null
})

const carriers: { readonly [provider: string]: Carrier } = {
  twilio: "twilio",
  sip_trunk: "sip_trunk",
  exotel: "exotel"
}
