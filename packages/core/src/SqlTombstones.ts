import { Effect } from "effect"
import type { CallStatus } from "./Call.ts"
import type { CallId } from "./CallIds.ts"
import { numberForms } from "./NumberForms.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import type { Auditor } from "./SqlAuditor.ts"

/** The status of a row of `calls`, and of its events, of which nothing else is left. No call has it. */
export const erasedStatus = "erased"

/** The status of the row of a call that was forgotten; the call itself keeps the one that it had. */
export const forgottenStatus = (status: CallStatus): string => `forgotten:${status}`

/** What of a call's row is replaced. */
export interface HashableRow {
  readonly id: CallId
  readonly owner: string
  readonly to_number: PhoneNumber
  readonly idempotency_key: string
  readonly request_digest: string
}

/** The names that a number, and the other one of the same phone, have once they are hashed. */
export interface ErasedNames {
  readonly number: string
  /** The first one again where there is no other. */
  readonly otherForm: string
}

/**
 * The names by which an erased or forgotten call is still found: keyed hashes in place of its number, its idempotency
 * key and the digest of its request. The row stays where it was, so that all that counts calls counts on. What is such
 * a name already stays as it is.
 */
export const makeTombstones = ({ hashed }: Auditor) => {
  const once = (text: string, told: string) =>
    text.startsWith(prefix) ? Effect.succeed(text) : Effect.map(hashed(told), named)

  const number = (of: PhoneNumber) => once(of, of)
  const key = (owner: string, stored: string) => once(stored, JSON.stringify(["key", owner, stored]))
  const request = (digest: string) => once(digest, requestText(digest))
  /** The same as the audit log has it, from the beginning: the lines stay when the request is gone. */
  const requestHash = (digest: string) => hashed(requestText(digest))

  /** The names of all numbers of a phone. `ofItself` is the keyed hash of the number, which whoever asks has already. */
  const numbers = Effect.fnUntraced(function* (of: PhoneNumber, ofItself: string) {
    const other = numberForms(of)[1]
    const itself = named(ofItself)
    return {
      number: itself,
      otherForm: other === undefined ? itself : yield* number(other)
    } satisfies ErasedNames as ErasedNames
  })

  /** A key that only repeats the call's id says nothing. */
  const columns = Effect.fnUntraced(function* (row: HashableRow) {
    const isGiven = row.idempotency_key.startsWith("given:")
    return {
      to_number: yield* number(row.to_number),
      idempotency_key: isGiven ? yield* key(row.owner, row.idempotency_key) : row.idempotency_key,
      request_digest: yield* request(row.request_digest)
    }
  })

  return { number, numbers, key, request, requestHash, columns }
}

const requestText = (digest: string) => JSON.stringify(["request", digest])

const prefix = `${erasedStatus}:`

/** The name of a keyed hash. */
export const named = (hash: string): string => `${prefix}${hash}`

export type Tombstones = ReturnType<typeof makeTombstones>
