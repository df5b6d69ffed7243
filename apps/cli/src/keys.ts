import { KeyName } from "@outbound-call/core/ApiKey"
import { createKey, type NewKey } from "@outbound-call/core/CreateKey"
import { listKeys } from "@outbound-call/core/ListKeys"
import { revokeKey } from "@outbound-call/core/RevokeKey"
import { rotateKey } from "@outbound-call/core/RotateKey"
import * as Ledger from "@outbound-call/node/Ledger"
import { hasLedger, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import * as NodeKeySecrets from "@outbound-call/node/NodeKeySecrets"
import { readPolicy } from "@outbound-call/node/ReadPolicy"
import { DateTime, Duration, Effect, Layer, Option, Redacted, Schema } from "effect"
import { keyJson, keyLine } from "./DescribeKey.ts"
import type { CreateKeyInput, ListKeysInput, RevokeKeyInput, RotateKeyInput } from "./KeysCommands.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound keys create`: the one time that the secret of a key is shown. */
export const createKeyCommand = Effect.fn("createKeyCommand")(function* (input: CreateKeyInput) {
  yield* onlyHere("outbound keys create")
  const name = yield* readName("--name", input.name)
  const owner = yield* readName("--owner", input.owner)
  const { requestsPerMinute, callsPerDay, callsPerMinute } = input
  const profile = Option.getOrUndefined(input.profile)
  if (profile !== undefined) yield* requireProfile(profile, input.simulate)
  const made = yield* createKey({
    name,
    owner,
    scopes: [...new Set(input.scope)],
    limits: {
      ...(Option.isSome(requestsPerMinute) ? { requestsPerMinute: requestsPerMinute.value } : {}),
      ...(Option.isSome(callsPerMinute) ? { callsPerMinute: callsPerMinute.value } : {}),
      ...(Option.isSome(callsPerDay) ? { callsPerDay: callsPerDay.value } : {})
    },
    profile,
    expiresIn: Option.getOrUndefined(input.expiresIn)
  }).pipe(Effect.provide(yield* keysAt(input.simulate)))
  yield* printNew(made)
  yield* printNote("The HTTP server of this side now answers only requests with a key.")
  return "done" as const
})

/** `outbound keys list`: every key without its secret. */
export const listKeysCommand = Effect.fn("listKeysCommand")(function* (input: ListKeysInput) {
  yield* onlyHere("outbound keys list")
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const keys = (yield* hasLedger(place)) ? yield* listKeys().pipe(Effect.provide(Ledger.layer(place))) : []
  const now = yield* DateTime.now
  yield* printResult({
    json: { keys: keys.map((key) => keyJson(key, now)), simulated: place.simulated },
    text: keys.length === 0 ? "No keys." : keys.map((key) => keyLine(key, now)).join("\n")
  })
  return "done" as const
})

/** `outbound keys revoke`: ends a key. */
export const revokeKeyCommand = Effect.fn("revokeKeyCommand")(function* (input: RevokeKeyInput) {
  yield* onlyHere("outbound keys revoke")
  const key = yield* revokeKey(input.id).pipe(Effect.provide(yield* keysAt(input.simulate)))
  const now = yield* DateTime.now
  yield* printResult({ json: keyJson(key, now), text: keyLine(key, now) })
  return "done" as const
})

/** `outbound keys rotate`: a second key for the same owner, whose secret is shown once. */
export const rotateKeyCommand = Effect.fn("rotateKeyCommand")(function* (input: RotateKeyInput) {
  yield* onlyHere("outbound keys rotate")
  const grace = Option.getOrElse(input.grace, () => Duration.hours(24))
  const made = yield* rotateKey(input.id, grace).pipe(Effect.provide(yield* keysAt(input.simulate)))
  yield* printNew(made)
  yield* printNote(`${input.id} stays good for at most ${Duration.format(grace)}.`)
  return "done" as const
})

const printNew = Effect.fnUntraced(function* ({ key, text }: NewKey) {
  const secret = Redacted.value(text)
  yield* printResult({ json: { ...keyJson(key, yield* DateTime.now), secret }, text: secret })
  yield* printNote(`${key.id} for ${key.owner} (${key.scopes.join(", ")}). This is the only time its secret is shown.`)
})

const keysAt = Effect.fnUntraced(function* (simulate: boolean) {
  const place = yield* readLedgerPlace({ simulate })
  return Layer.merge(Ledger.layer(place), NodeKeySecrets.layer)
})

/** A key whose profile the server does not have would place no calls. */
const requireProfile = Effect.fnUntraced(function* (name: string, simulate: boolean) {
  const { profiles } = yield* readPolicy({ simulate })
  if (profiles.has(name)) return
  return yield* new UsageError({
    message: `--profile ${JSON.stringify(name)} is none that a key may be bound to; there are ${[...profiles.keys()].join(", ")}.`
  })
})

const readName = (flag: string, text: string) =>
  Schema.decodeUnknownEffect(KeyName)(text).pipe(
    Effect.mapError(() => new UsageError({ message: `${flag} is one line of 1 to 100 characters.` }))
  )
