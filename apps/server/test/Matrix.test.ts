import { Api, Authentication, Permission, requiredScope, type ScopeNeeded } from "@outbound-call/api"
import {
  AgentId,
  CallId,
  createEndpoint,
  CurrentPrincipal,
  PhoneNumber,
  PhoneNumberId,
  placeCall,
  testEndpoint,
  suppressNumber,
  VoiceProvider
} from "@outbound-call/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { everyHolder, type Holder } from "./Holders.ts"
import { requestTo } from "./Rig.ts"
import { type Answer, type Ask, ask, onSocket } from "./Socket.ts"

/** What a route is asked, what it answers when it may, and what an admin is told of a conversation that is no call. */
interface Cell extends Pick<Ask, "headers"> {
  readonly body?: (owner: string | null) => string
  readonly success: ReadonlyArray<number>
  readonly foreign?: number
  /** Closed to `admin` as well, who may place calls. */
  readonly isClosedToAdmin?: boolean
  /** Which ids it is asked for; the scene's calls when left out. */
  readonly targets?: "endpoint" | "message" | "suppression"
}

const json = { "content-type": "application/json" }

/** Every route that takes a key. A route without a cell fails. */
const cells: { readonly [route: string]: Cell } = {
  "calls.place": {
    headers: { ...json, "idempotency-key": "matrix" },
    body: (owner) => JSON.stringify(requestTo(owner === "ada" ? "+14155550101" : "+14155550104")),
    success: [200, 201]
  },
  "calls.check": { headers: json, body: () => JSON.stringify(requestTo("+14155550102")), success: [200] },
  "calls.list": { success: [200] },
  "calls.search": { headers: json, body: () => JSON.stringify({ to: "+14155550100" }), success: [200] },
  "calls.get": { success: [200], foreign: 404 },
  "calls.events": { success: [200], foreign: 404 },
  "calls.transcript": { success: [200], foreign: 200 },
  "calls.recording": { success: [200], foreign: 404 },
  "calls.hangUp": { success: [200], foreign: 404 },
  "calls.recover": { success: [200], foreign: 404 },
  "calls.resolve": { headers: json, body: () => JSON.stringify({ dialled: false }), success: [409], foreign: 404 },
  "approvals.list": { success: [200] },
  "approvals.get": { success: [409], foreign: 404 },
  "approvals.approve": {
    headers: json,
    body: () => JSON.stringify({ numberEndsIn: "0100" }),
    success: [409],
    foreign: 404
  },
  "approvals.deny": { success: [409], foreign: 404 },
  "conversations.get": { success: [200], foreign: 200 },
  "feed.follow": { headers: { "last-event-id": "999.1" }, success: [410] },
  "account.whoAsks": { success: [200] },
  "endpoints.add": {
    headers: json,
    body: () => JSON.stringify({ url: "https://crm.example.com/calls" }),
    success: [201]
  },
  "endpoints.list": { success: [200] },
  "endpoints.get": { success: [200], targets: "endpoint" },
  "endpoints.change": { headers: json, body: () => "{}", success: [200], targets: "endpoint" },
  "endpoints.remove": { success: [200], targets: "endpoint" },
  "endpoints.rotate": { headers: json, body: () => "{}", success: [200], targets: "endpoint" },
  "endpoints.enable": { success: [200], targets: "endpoint" },
  "endpoints.disable": { success: [200], targets: "endpoint" },
  "endpoints.test": { success: [202], targets: "endpoint" },
  "endpoints.messages": { success: [200], targets: "endpoint" },
  "endpoints.resend": { success: [202], targets: "message" },
  "account.agents": { success: [200] },
  "account.agent": { success: [404] },
  "account.phoneNumbers": { success: [200] },
  "policy.show": { success: [200] },
  "policy.reopen": { headers: json, body: () => JSON.stringify({ by: "ada" }), success: [200], isClosedToAdmin: true },
  "policy.list": { success: [200] },
  "policy.add": {
    headers: json,
    body: () => JSON.stringify({ number: "+14155550109", source: "a letter" }),
    success: [200]
  },
  "policy.check": { headers: json, body: () => JSON.stringify({ number: "+14155550109" }), success: [200] },
  "policy.get": { success: [200], targets: "suppression" },
  "policy.remove": { success: [200, 404], targets: "suppression" },
  "audit.list": { success: [200] },
  "audit.verification": { success: [200] },
  "audit.evidence": { success: [200], foreign: 404 }
}

/** Routes that need no key: how the service is, and what the provider signs. */
const open = ["webhooks.elevenlabs", "system.healthy", "system.ready", "system.metrics"]

const routes = Object.values(Api.groups).flatMap((group) =>
  Object.entries(group.endpoints).map(([name, endpoint]) => ({
    name: `${group.identifier}.${name}`,
    method: String(endpoint.method),
    path: endpoint.path.replace(/\/$/, ""),
    scope: requiredScope(endpoint),
    guards: [...endpoint.middlewares]
  }))
)

const keyed = routes.filter(({ name }) => !open.includes(name))

interface Targets {
  readonly call: string
  readonly conversation: string
  readonly unknown: string
  readonly foreign: string
}

const none = { none: "" }

/** What an answer must be: 401 before 403 before 404. */
const expected = (who: Holder, scope: ScopeNeeded, target: string, cell: Cell): ReadonlyArray<number> => {
  const isAdmin = who.scope === "admin"
  if (who.owner === null) return [401]
  if (scope !== "any" && who.scope !== scope && !isAdmin) return [403]
  if (isAdmin && cell.isClosedToAdmin === true) return [403]
  switch (target) {
    case "unknown":
      return [404]
    case "foreign":
      return [isAdmin ? (cell.foreign ?? 404) : 404]
    case "call":
    case "conversation":
      return who.owner === "ada" || isAdmin ? cell.success : [404]
    default:
      return cell.success
  }
}

const isAsItShould = ({ body, headers, status }: Answer, scope: ScopeNeeded) => {
  assert.strictEqual(headers["cache-control"], "no-store")
  if (status < 400) return
  const problem = JSON.parse(body)
  assert.deepInclude(problem, { status, phone_may_have_rung: false })
  if (status === 401) {
    assert.strictEqual(problem.code, "unauthorized")
    assert.match(headers["www-authenticate"] ?? "", /^Bearer realm="outbound-call"/)
  }
  if (status === 403 && problem.code !== "may-not-reopen") {
    assert.deepInclude(problem, { code: "scope-missing", scope })
    assert.notInclude(problem.next_step, "admin, or admin")
  }
}

describe("who may do what", () => {
  it("is said by every route, and checked before it", () => {
    assert.deepEqual(
      routes.filter(({ scope }) => scope === null).map(({ name }) => name),
      open
    )
    assert.deepEqual(keyed.map(({ name }) => name).toSorted(), Object.keys(cells).toSorted())
    for (const { guards, name } of keyed) {
      assert.isBelow(guards.indexOf(Permission), guards.indexOf(Authentication), name)
      assert.isAtLeast(guards.indexOf(Permission), 0, name)
    }
  })

  for (const { method, name, path, scope } of keyed) {
    it.effect(`${name}: every holder and every target`, () =>
      Effect.gen(function* () {
        const cell = cells[name]
        if (cell === undefined || scope === null) return assert.fail("no cell")
        const shared = !path.includes(":id") ? none : cell.targets === undefined ? yield* scene : null
        let asked = 0
        for (const who of yield* everyHolder) {
          // What one holder may end is made anew for the next.
          const targets = shared ?? (yield* targetsOf(cell.targets))
          const missing: Array<string> = []
          for (const [target, id] of Object.entries(targets)) {
            const body = cell.body === undefined ? {} : { body: cell.body(who.owner) }
            const headers = { ...cell.headers, ...who.headers }
            const answer = yield* ask(path.replace(":id", id), { method, headers, ...body })
            const may = expected(who, scope, target, cell)
            assert.include(may, answer.status, `${who.name}, ${target}: ${answer.body}`)
            isAsItShould(answer, scope)
            if (answer.status === 404 && who.scope !== "admin") missing.push(answer.body.replaceAll(id, "…"))
            asked++
          }
          assert.isAtMost(new Set(missing).size, 1, `${who.name} can tell what is another owner's`)
        }
        assert.strictEqual(asked, 19 * Object.keys(shared ?? { known: "", unknown: "" }).length)
      }).pipe(Effect.provide(onSocket()))
    )
  }
})

const targetsOf = (targets: Cell["targets"]) =>
  Effect.gen(function* () {
    if (targets === "suppression") {
      const { suppression } = yield* suppressNumber({ number: "+14155550108", source: "a letter" })
      return { known: suppression.id, unknown: "sup_01JD0000000000000000000000" }
    }
    const { endpoint } = yield* createEndpoint({ url: "https://crm.example.com/calls", owner: null, events: [] })
    if (targets === "endpoint") return { known: endpoint.id, unknown: "ep_01JD0000000000000000000000" }
    return { known: (yield* testEndpoint(endpoint.id)).id, unknown: "msg_01JD0000000000000000000000" }
  })

/** A call of Ada's that is over, and a conversation of the same workspace that nobody placed here. */
const scene: Effect.Effect<Targets, unknown, Effect.Services<typeof placed> | VoiceProvider> = Effect.gen(function* () {
  const { call } = yield* placed
  const foreign = yield* foreignConversation
  yield* TestClock.adjust("2 minutes")
  return {
    call: call.id,
    conversation: call.conversationId ?? assert.fail("no conversation"),
    unknown: "call_01JD0000000000000000000000",
    foreign
  }
})

const placed = placeCall(requestTo("+14155550100")).pipe(
  Effect.provideService(CurrentPrincipal, { owner: "ada", scopes: ["calls:place"], key: null })
)

const foreignConversation = Effect.gen(function* () {
  const provider = yield* VoiceProvider
  const answer = yield* provider.dial(
    {
      callId: CallId.make(`call_${"0".repeat(26)}`),
      userId: "stranger",
      carrier: "twilio",
      request: {
        to: PhoneNumber.make("+14155550103"),
        agentId: AgentId.make("agent_demo"),
        phoneNumberId: PhoneNumberId.make("phnum_demo"),
        purpose: "test",
        variables: { customer_name: "Ada" }
      }
    },
    Effect.void
  )
  return answer.type === "dialled" ? answer.conversationId : assert.fail(answer.type)
})
