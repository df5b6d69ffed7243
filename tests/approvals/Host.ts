import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Rig } from "../torture/Rig.ts"
import type { Wish } from "../torture/People.ts"

/** What a host is told of a call that it asked for. */
export type Told =
  /** A person has to say yes; `state` is what the answer has to bring. */
  | { readonly type: "question"; readonly state: unknown }
  | { readonly type: "call"; readonly status: string }
  | { readonly type: "error"; readonly text: string }
  /** The process ended before it answered. */
  | { readonly type: "gone" }

/** A yes with the question that it answers. */
export interface Yes {
  readonly wish: Wish
  readonly state: unknown
}

/** A process that asks people before it rings them, as its host has it. */
export interface Host {
  /** Asks for each call at once. */
  readonly ask: (wishes: ReadonlyArray<Wish>) => Promise<ReadonlyArray<Told>>
  /** Says each yes at once. */
  readonly sayYes: (yeses: ReadonlyArray<Yes>) => Promise<ReadonlyArray<Told>>
  /** Says each yes to a question of another process; settles when this one has heard them. */
  readonly bring: (yeses: ReadonlyArray<Yes>) => Promise<void>
  readonly end: (signal: NodeJS.Signals) => Promise<void>
}

export type Hosting = (environment: NodeJS.ProcessEnv) => Promise<Host>

/** The arguments of `place_call` for a wish. */
export const placing = ({ key, to }: Wish) => ({ to, purpose: "test", idempotency_key: key, wait_seconds: 0 })

/** What an answer of the protocol says. */
export const toldBy = ({ error, result }: Answer): Told => {
  if (error !== undefined) return { type: "error", text: error.message }
  if (result?.inputRequests !== undefined) return { type: "question", state: result.requestState }
  const { content = [], structuredContent } = result ?? {}
  return structuredContent === undefined
    ? { type: "error", text: String(content[0]?.text) }
    : { type: "call", status: structuredContent.status }
}

export interface Answer {
  readonly id?: unknown
  readonly error?: { readonly message: string }
  readonly result?: {
    readonly inputRequests?: object
    readonly requestState?: unknown
    readonly content?: ReadonlyArray<{ readonly text?: string }>
    readonly structuredContent?: { readonly status: string }
  }
}

/** The rig's settings with a profile that asks a person for every call, and limits nothing else. */
export const askingIn = ({ environment, folder }: Rig): NodeJS.ProcessEnv => {
  const none = null
  const limits = {
    fanOut: none,
    attemptsPerHour: none,
    attemptsPerDay: none,
    attemptsPerWeek: none,
    liveCalls: none,
    callsPerMinute: none,
    callsPerHour: none,
    callsPerDay: none,
    minutesPerDay: none,
    dollarsPerDay: none,
    sameNumberMinutes: none,
    coolDownSeconds: 0,
    paceMillis: 0
  }
  const asking = { from: "assistant", purposes: ["test"], testNumbers: ["+1"], countries: ["any"], ...limits }
  mkdirSync(folder, { recursive: true })
  const file = join(folder, "config.json")
  writeFileSync(file, JSON.stringify({ profiles: { asking } }))
  return { ...environment, OUTBOUND_CONFIG_FILE: file, OUTBOUND_PROFILE: "asking" }
}
