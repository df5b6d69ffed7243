import type { CallLedger, DialTransport, MonitorTransport, Suppressions } from "@outbound-call/core"
import { Live } from "@outbound-call/core"
import { Effect, Layer } from "effect"
import type { HttpClient } from "effect/http"
import { type Configuration, readConfiguration } from "./Configuration.ts"
import * as Ledger from "./Ledger.ts"
import type { Kept, Stores } from "./Stores.ts"
import type { ConfigurationError, ConfigurationOptions, LedgerPlace } from "./LedgerPlace.ts"
import type { LedgerUnusable } from "./LedgerUnusable.ts"

/** Everything the capabilities of the core ask for. */
export type Services = Live.Services | Stores

/** Why the service could not start. Nothing was dialled. */
export type StartError = ConfigurationError | LedgerUnusable

/** The whole service for a configuration: the real provider, or the emulator in this process. */
export const layer = (configuration: Configuration): Layer.Layer<Services | Kept, LedgerUnusable> =>
  layerOver(configuration, Ledger.layer(configuration))

/** The same over a given ledger, and what is kept beside it. */
export const layerOver = <Beside = never>(
  configuration: Configuration,
  ledger: Layer.Layer<CallLedger | Suppressions | Beside, LedgerUnusable>
): Layer.Layer<Live.Services | CallLedger | Suppressions | Beside, LedgerUnusable> => {
  const { emulatorUrl, live, simulated } = configuration
  const listening = simulated && emulatorUrl !== undefined
  const options = listening ? listeningAt(emulatorUrl, live) : live
  return Live.layer(options).pipe(
    Layer.provide(simulated && !listening ? emulated(configuration) : real),
    Layer.provideMerge(ledger)
  )
}

/** The same account at a listening emulator, which plays both the provider and the carrier. */
const listeningAt = (baseUrl: string, { carrier, provider, ...rest }: Live.LiveOptions): Live.LiveOptions => ({
  ...rest,
  provider: { ...provider, baseUrl },
  carrier: carrier === undefined || "missing" in carrier ? carrier : { ...carrier, baseUrl }
})

/** The whole service as the environment and the config file say. */
export const layerFromConfiguration = (options: ConfigurationOptions = {}): Layer.Layer<Services | Kept, StartError> =>
  Layer.unwrap(Effect.map(readConfiguration(options), layer))

/** The ledger alone, for what needs no provider. */
export const ledgerLayer = (place: LedgerPlace): Layer.Layer<Kept, LedgerUnusable> => Ledger.layer(place)

/** Loaded when the service is built: before any claim. */
const real: Layer.Layer<HttpClient.HttpClient | DialTransport | MonitorTransport> = Layer.unwrap(
  Effect.map(
    Effect.promise(() => import("./RealProvider.ts")),
    (provider) => provider.layer
  )
)

const emulated = (
  configuration: Configuration
): Layer.Layer<HttpClient.HttpClient | DialTransport | MonitorTransport, LedgerUnusable> =>
  Layer.unwrap(
    Effect.map(
      Effect.promise(() => import("./EmulatedProvider.ts")),
      (provider) => provider.layer(configuration)
    )
  )
