import type { Wish } from "./People.ts"

/** What a worker is told, as one line of JSON on its standard input. */
export type Order =
  /** Recover in the background, as long-lived processes do, and place these calls. */
  | {
      readonly deed: "place"
      readonly wishes: ReadonlyArray<Wish>
      readonly concurrency: number
      /** The whole process stops itself (SIGSTOP) right after its claims. */
      readonly stopAfterClaim?: boolean
      readonly recover?: boolean
    }
  /** One round of recovery, with the clock set on. */
  | { readonly deed: "recover"; readonly aheadMillis: number }

/** What a worker says, as lines of JSON on its standard output. */
export type Report =
  | { readonly type: "loaded" }
  | { readonly type: "open" }
  /** The process stops itself now. */
  | { readonly type: "claimed" }
  | { readonly type: "start"; readonly to: string }
  | {
      readonly type: "placed"
      readonly to: string
      readonly id: string
      readonly status: string
      readonly replayed: boolean
    }
  | {
      readonly type: "failed"
      readonly to: string
      readonly error: string
      readonly message: string
      readonly phoneMayHaveRung: boolean
    }
  | { readonly type: "recovered"; readonly results: Readonly<Record<string, number>> }
  | { readonly type: "done" }
