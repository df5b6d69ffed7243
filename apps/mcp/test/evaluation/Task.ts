import type {
  CallLedger,
  CallSettings,
  Dialer,
  PolicyProfile,
  ProviderAccount,
  Suppressions,
  VoiceProvider
} from "@outbound-call/core"
import type { Emulator } from "@outbound-call/emulator"
import { Effect, type Scope } from "effect"
import type { McpTest } from "effect/ai"
import { asTimePasses, use } from "../World.ts"
import type { Step, Walk } from "./Follower.ts"

type Stage =
  | Emulator
  | Suppressions
  | CallLedger
  | Dialer
  | CallSettings
  | ProviderAccount
  | VoiceProvider
  | Scope.Scope

/** Something that a person asks an assistant for, how far it may go, and where it has to end. */
export interface Task {
  readonly wish: string
  /** Sets the stage and gives the first step; the rest is the follower's. */
  readonly first: (client: McpTest.Client) => Effect.Effect<Step, unknown, Stage>
  /** What a step to check a call leaves to the follower. */
  readonly given?: Readonly<Record<string, unknown>>
  /** The operator's list; without it the server simulates. */
  readonly allowed?: string
  /** By which it is judged; without one everything is allowed. */
  readonly profile?: PolicyProfile
  readonly path: ReadonlyArray<string>
  readonly end: Walk["end"]
  /** What the last result has to hold. */
  readonly result?: Readonly<Record<string, unknown>>
  /** How the last text has to read. */
  readonly text?: RegExp
  /** Every dial that the person asked for, by number; any other is one too many. */
  readonly rings: Readonly<Record<string, number>>
}

export const number = (lastDigits: string): string => `+1415555${lastDigits}`
export const variables = { customer_name: "Ada" }
const key = "the-key-of-this-wish"

/** The first step of a wish. */
export const begin = (tool: string, given: object) => () =>
  Effect.succeed({ tool, arguments: { ...given } } satisfies Step)

/** Checks first, as the server's instructions say. */
export const check = (given: object) => begin("check_call", { variables, ...given })

/** Places without a check, and does not wait. */
export const place = (given: object) =>
  begin("place_call", { variables, idempotency_key: key, wait_seconds: 0, ...given })

/** Places a call that the person asked for, and gives its id. */
export const placed = Effect.fnUntraced(function* (client: McpTest.Client, to: string, given: object = {}) {
  const wish = { to, variables, idempotency_key: key, wait_seconds: 0, ...given }
  const { result } = yield* asTimePasses(use(client, "place_call", wish))
  return String(result["call_id"])
})

/** Goes on with a call that was placed before. */
export const afterPlacing = (to: string, tool: string, given: object = {}) =>
  Effect.fnUntraced(function* (client: McpTest.Client) {
    return { tool, arguments: { call_id: yield* placed(client, to), ...given } } satisfies Step
  })
