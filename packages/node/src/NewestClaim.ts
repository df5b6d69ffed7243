import { closeSync, constants, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import type { Call } from "@outbound-call/core/Call"
import { type CallId, isCallId } from "@outbound-call/core/CallIds"
import { LedgerError } from "@outbound-call/core/CallErrors"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { asService } from "@outbound-call/core/Principal"
import { Effect } from "effect"

/** The file beside a ledger that names the last call placed with it. */
export const markerOf = (ledgerFile: string): string => `${ledgerFile}.newest`

/** The file beside it that names the last call that a person approved. */
const approvedOf = (ledgerFile: string): string => `${ledgerFile}.approved`

/** Makes the folder of the marker, where the ledger itself is elsewhere. */
export const makeRoomForMarker = (ledgerFile: string): void => {
  try {
    mkdirSync(dirname(ledgerFile), { recursive: true, mode: 0o700 })
  } catch {
    // As with a marker that cannot be written: the check is weaker, and no call is stopped.
  }
}

/**
 * Refuses claims on a ledger that does not hold the last call that was placed with it: then it was restored from a
 * backup, and would not know whom it has called since. The marker is a file of its own, written after each claim; one
 * that could not be written, or was cut off, weakens the check and stops no call. Reading is always allowed.
 */
export const guardClaims = (ledger: CallLedger["Service"], ledgerFile: string): CallLedger["Service"] =>
  CallLedger.of({
    ...ledger,
    claim: Effect.fnUntraced(function* (call, canonicalRequest, key, order) {
      const missing = yield* missingClaim(ledger, ledgerFile)
      if (missing !== null) return yield* restored(missing)
      const newest = readMarker(markerOf(ledgerFile))
      const claim = yield* ledger.claim(call, canonicalRequest, key, order)
      const isNew = claim.type === "claimed" || claim.type === "planned"
      if (isNew && (newest === null || newest < call.id)) writeMarker(markerOf(ledgerFile), call.id)
      return claim
    }),
    approve: Effect.fnUntraced(function* (order) {
      const missing = yield* missingClaim(ledger, ledgerFile)
      if (missing !== null) return yield* restored(missing)
      const outcome = yield* ledger.approve(order)
      if (outcome.type === "claimed") writeMarker(approvedOf(ledgerFile), order.id)
      return outcome
    }),
    ready: Effect.gen(function* () {
      const missing = yield* missingClaim(ledger, ledgerFile)
      if (missing !== null) return yield* restored(missing)
      yield* ledger.ready
    })
  })

/** Declares the ledger whole as it is: its newest call becomes the marker. For the end of a reconciliation. */
export const acceptLedger = Effect.fnUntraced(function* (ledger: CallLedger["Service"], ledgerFile: string) {
  const newest = (yield* ledger.list({ limit: 1 })).calls[0]
  rmSync(approvedOf(ledgerFile), { force: true })
  if (newest === undefined) rmSync(markerOf(ledgerFile), { force: true })
  else writeMarker(markerOf(ledgerFile), newest.id)
})

/** The last call placed that the ledger lacks, or the last one approved whose approval it lacks; null when it lacks none. */
export const missingClaim = Effect.fnUntraced(function* (ledger: CallLedger["Service"], ledgerFile: string) {
  const newest = readMarker(markerOf(ledgerFile))
  if (newest !== null && !(yield* holds(ledger, newest, () => true))) return newest
  const approved = readMarker(approvedOf(ledgerFile))
  return approved === null || (yield* holds(ledger, approved, isApproved)) ? null : approved
})

const isApproved = ({ approval, conversationId }: Call): boolean =>
  conversationId !== null || approval?.decision === "approved"

const holds = (ledger: CallLedger["Service"], id: CallId, isHeld: (call: Call) => boolean) =>
  ledger.find(id).pipe(
    Effect.map(isHeld),
    Effect.catchTag("CallNotFound", ({ missing }) => Effect.succeed(missing === "erased")),
    asService
  )

const restored = (newest: CallId) =>
  new LedgerError({
    operation: "claim",
    phoneMayHaveRung: false,
    cause: `it does not hold ${newest}, the last call placed from here, so it was restored from a backup, or is another one; \`outbound reconcile\` brings it up to date`
  })

const readMarker = (file: string): CallId | null => {
  try {
    const text = readFileSync(file, "utf8").trim()
    return isCallId(text) ? text : null
  } catch {
    return null
  }
}

/** Ids have one length, so the file is written over and never cut: closing a file that was cut waits for the disk. */
const writeMarker = (file: string, id: string): void => {
  try {
    const marker = openSync(file, constants.O_WRONLY | constants.O_CREAT, 0o600)
    try {
      writeSync(marker, id, 0)
    } finally {
      closeSync(marker)
    }
  } catch {
    // The ledger itself is on disk; only the detection of a restored backup is weaker now.
  }
}
