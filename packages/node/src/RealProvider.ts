import type { DialTransport, MonitorTransport } from "@outbound-call/core"
import { Layer } from "effect"
import type { HttpClient } from "effect/http"
import * as DialSocket from "./DialSocket.ts"
import * as MonitorSocket from "./MonitorSocket.ts"
import * as ReadClient from "./ReadClient.ts"

/** The ways to a provider over the network. */
export const layer: Layer.Layer<HttpClient.HttpClient | DialTransport | MonitorTransport> = Layer.mergeAll(
  ReadClient.layer,
  DialSocket.layer,
  MonitorSocket.layer
)
