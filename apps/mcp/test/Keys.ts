import { createKey, defaultLimits, type KeyScope, rotateKey } from "@outbound-call/core"
import { Ledger, ledgerPlace, NodeKeySecrets } from "@outbound-call/node"
import { ConfigProvider, Duration, Effect, Layer, Redacted } from "effect"

/** A new key in the ledger that the simulating servers of a folder share. Its requests are not what bounds a flood. */
export const keyAt = (path: string, owner: string, ...scopes: ReadonlyArray<KeyScope>) =>
  Effect.map(createKey({ name: "test", owner, scopes, limits }), told).pipe(inLedgerOf(path))

const limits = { ...defaultLimits, requestsPerMinute: 1_000_000 }

/** The key that follows on it; both are good for an hour. */
export const rotatedAt = (path: string, id: string) =>
  Effect.map(rotateKey(id, Duration.hours(1)), told).pipe(inLedgerOf(path))

const told = ({ key, text }: Effect.Success<ReturnType<typeof createKey>>) => ({
  id: key.id,
  text: Redacted.value(text)
})

const inLedgerOf = (path: string) =>
  Effect.provide(
    Layer.unwrap(Effect.map(ledgerPlace(true), (place) => Layer.merge(Ledger.layer(place), NodeKeySecrets.layer))).pipe(
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { OUTBOUND_DATA_DIR: path } })))
    )
  )
