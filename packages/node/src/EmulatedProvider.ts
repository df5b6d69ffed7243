import { type DialTransport, MonitorTransport } from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { DialLog, Emulator, EmulatorHttpClient, EmulatorMonitor, FileDialLog } from "@outbound-call/emulator"
import { Effect, Layer } from "effect"
import type { HttpClient } from "effect/http"
import type { Configuration } from "./Configuration.ts"
import { unusable } from "./OpenLedgerFile.ts"
import type { LedgerUnusable } from "./LedgerUnusable.ts"

/** The emulator in this process, with its dial log in a file, so that another process can pick its calls up. */
export const layer = (
  configuration: Configuration
): Layer.Layer<HttpClient.HttpClient | DialTransport | MonitorTransport, LedgerUnusable> => {
  const log = FileDialLog.layer(configuration.dialLogFile).pipe(
    Layer.catchTag("DialLogError", (error) =>
      Layer.effect(DialLog, Effect.fail(unusable(configuration.dialLogFile, `${error.message}.`)))
    )
  )
  return HttpDialTransport.layer.pipe(
    Layer.provideMerge(Layer.merge(EmulatorHttpClient.layer, monitor)),
    Layer.provide(Emulator.layer({ scale: configuration.emulatorScale })),
    Layer.provide(log)
  )
}

const monitor = Layer.effect(
  MonitorTransport,
  Effect.map(Emulator, (emulator) => ({ send: EmulatorMonitor.sendTo(emulator) }))
)
