import { closeSync, constants, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import { type CallId, isCallId } from "@outbound-call/core/CallIds"
import { LedgerError } from "@outbound-call/core/CallErrors"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { asService } from "@outbound-call/core/Principal"
import { Effect } from "effect"

/** The file beside a ledger that names the last call placed with it. */
export const markerOf = (ledgerFile: string): string => `${ledgerFile}.newest`

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
      const newest = readMarker(ledgerFile)
      if (newest !== null && !(yield* holds(ledger, newest))) return yield* restored(newest)
      const claim = yield* ledger.claim(call, canonicalRequest, key, order)
      if (claim.type === "claimed" && (newest === null || newest < call.id)) writeMarker(ledgerFile, call.id)
      return claim
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
  if (newest === undefined) rmSync(markerOf(ledgerFile), { force: true })
  else writeMarker(ledgerFile, newest.id)
})

/** The last call placed that the ledger lacks; null when it lacks none. */
export const missingClaim = Effect.fnUntraced(function* (ledger: CallLedger["Service"], ledgerFile: string) {
  const newest = readMarker(ledgerFile)
  return newest === null || (yield* holds(ledger, newest)) ? null : newest
})

const holds = (ledger: CallLedger["Service"], id: CallId) =>
  ledger.find(id).pipe(
    Effect.as(true),
    Effect.catchTag("CallNotFound", ({ missing }) => Effect.succeed(missing === "erased")),
    asService
  )

const restored = (newest: CallId) =>
  new LedgerError({
    operation: "claim",
    phoneMayHaveRung: false,
    cause: `it does not hold ${newest}, the last call placed from here, so it was restored from a backup, or is another one; \`outbound reconcile\` brings it up to date`
  })

const readMarker = (ledgerFile: string): CallId | null => {
  try {
    const text = readFileSync(markerOf(ledgerFile), "utf8").trim()
    return isCallId(text) ? text : null
  } catch {
    return null
  }
}

/** Ids have one length, so the file is written over and never cut: closing a file that was cut waits for the disk. */
const writeMarker = (ledgerFile: string, id: string): void => {
  try {
    const marker = openSync(markerOf(ledgerFile), constants.O_WRONLY | constants.O_CREAT, 0o600)
    try {
      writeSync(marker, id, 0)
    } finally {
      closeSync(marker)
    }
  } catch {
    // The ledger itself is on disk; only the detection of a restored backup is weaker now.
  }
}
