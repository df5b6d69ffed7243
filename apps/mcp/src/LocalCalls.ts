import {
  type AgentId,
  approveCall,
  type Breakers,
  type CallFollower,
  type CallLedger,
  type CallQuery,
  CallSettings,
  type CarrierAccount,
  checkCall,
  CurrentPrincipal,
  denyCall,
  type Dialer,
  followCall,
  getAgent,
  getApproval,
  getBudget,
  getCall,
  getPolicy,
  getTranscript,
  hangUp,
  listAgents,
  mayDo,
  placeCall,
  type ProviderAccount,
  recordTranscriptRead,
  searchCalls,
  type Suppressions,
  type TranscriptReads,
  viewCall,
  type VoiceProvider
} from "@outbound-call/core"
import { Effect, Layer, Stream } from "effect"
import { CallService, mostAgents, type Wanted } from "./CallService.ts"
import { mayNotApprove } from "./ToolError.ts"

type Services =
  | Breakers
  | CallFollower
  | CallLedger
  | CallSettings
  | CarrierAccount
  | Dialer
  | ProviderAccount
  | Suppressions
  | TranscriptReads
  | VoiceProvider

/** The core in this process. */
export const layer = (simulated: boolean): Layer.Layer<CallService, never, Services> =>
  Layer.effect(
    CallService,
    Effect.map(Effect.context<Services>(), (services) => ({
      simulated,
      server: null,
      policy: Effect.provideContext(policy, services),
      agents: Effect.provideContext(agents, services),
      agent: (id) => agent(id).pipe(Effect.provideContext(services)),
      place: (request, key) =>
        placeCall(request, { type: "given", key }, { withoutApproval: "wait" }).pipe(
          Effect.map(({ call, replayed }) => ({ call: viewCall(call), replayed })),
          Effect.provideContext(services)
        ),
      approval: (id) =>
        Effect.andThen(mayApprove, getApproval(id)).pipe(
          Effect.map((waiting) => ({ ...waiting, call: viewCall(waiting.call) })),
          Effect.provideContext(services)
        ),
      approve: ({ id }, via) =>
        Effect.andThen(mayApprove, approveCall(id, { via })).pipe(
          Effect.catchTag("CallRefused", () => getCall(id)),
          Effect.map(viewCall),
          Effect.provideContext(services)
        ),
      deny: (id) =>
        Effect.andThen(mayApprove, denyCall(id, {})).pipe(Effect.map(viewCall), Effect.provideContext(services)),
      check: (request) =>
        checkCall(request).pipe(
          Effect.map((check) => ({ ...check, blockedBy: check.blockedBy === null ? null : viewCall(check.blockedBy) })),
          Effect.provideContext(services)
        ),
      get: (id) => getCall(id).pipe(Effect.map(viewCall), Effect.provideContext(services)),
      follow: (id) => Stream.provideContext(followCall(id), services),
      transcript: (id) => Effect.andThen(recordTranscriptRead, getTranscript(id)).pipe(Effect.provideContext(services)),
      hangUp: (id) =>
        hangUp(id).pipe(
          Effect.map(({ call, result }) => ({ call: viewCall(call), result })),
          Effect.provideContext(services)
        ),
      list: (wanted) =>
        searchCalls(queryOf(wanted)).pipe(
          Effect.map(({ calls, nextCursor }) => ({ calls: calls.map(viewCall), nextCursor })),
          Effect.provideContext(services)
        )
    }))
  )

/** A key that only places must not approve by answering for a person. */
const mayApprove = Effect.flatMap(CurrentPrincipal, (principal) =>
  mayDo(principal, "calls:approve") ? Effect.void : Effect.fail(mayNotApprove)
)

const policy = Effect.map(Effect.all([getPolicy(), getBudget()]), ([{ breakers, profile }, budget]) => ({
  profile,
  budget,
  isStopped: breakers.length > 0
}))

const agents = Effect.gen(function* () {
  const all = yield* listAgents().pipe(
    // a key that may not list them can still call with the one that is set
    Effect.catchTag("ProviderError", (error) => (error.reason === "forbidden" ? onlyDefault : Effect.fail(error)))
  )
  const named = all.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault)).slice(0, mostAgents)
  const known = yield* Effect.forEach(named, ({ id }) => agent(id), { concurrency: 4 })
  return { agents: known.filter((one) => one !== null), omitted: all.length - named.length }
})

const onlyDefault = Effect.map(CallSettings, ({ agentId }) =>
  agentId === undefined ? [] : [{ id: agentId, name: null, isDefault: true }]
)

const agent = Effect.fnUntraced(function* (id: AgentId | undefined) {
  const settings = yield* CallSettings
  const meant = id ?? settings.agentId
  return meant === undefined ? null : yield* getAgent(meant).pipe(Effect.orElseSucceed(() => null))
})

const queryOf = ({ cursor, limit, since, to, which }: Wanted): CallQuery => ({
  limit,
  ...(which === "planned" ? { status: ["planned"] } : which === "any" ? {} : { live: which === "active" }),
  ...(to === undefined ? {} : { to }),
  ...(since === undefined ? {} : { createdAfter: since }),
  ...(cursor === undefined ? {} : { cursor })
})
