import { Effect } from "effect"
import type { PhoneNumber } from "./PhoneNumber.ts"
import type { Auditor } from "./SqlAuditor.ts"

/** The status of a row of `calls`, and of its events, of which nothing else is left. No call has it. */
export const erasedStatus = "erased"

/**
 * The names by which an erased call is still found: keyed hashes in place of its number, its idempotency key and the
 * digest of its request. The row stays where it was, so that all that counts calls counts on.
 */
export const makeTombstones = ({ hashed, subjectOf }: Auditor) => {
  const number = (of: PhoneNumber) => Effect.map(subjectOf(of), named)
  const key = (owner: string, stored: string) => Effect.map(hashed(JSON.stringify(["key", owner, stored])), named)
  const request = (digest: string) => Effect.map(hashed(JSON.stringify(["request", digest])), named)

  return { number, key, request }
}

/** The name of a keyed hash. */
export const named = (hash: string): string => `${erasedStatus}:${hash}`

export type Tombstones = ReturnType<typeof makeTombstones>
