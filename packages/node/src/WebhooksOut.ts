import {
  type CallFeed,
  type CallLedger,
  type EndpointTransport,
  type Messages,
  MessageSender
} from "@outbound-call/core"
import type { MessageSigner } from "@outbound-call/core/MessageSigner"
import { Layer } from "effect"
import type { Destinations } from "./EndpointAddress.ts"
import { EndpointNetwork } from "./EndpointNetwork.ts"
import * as EndpointSocket from "./EndpointSocket.ts"
import type { LedgerDatabase } from "./LedgerDatabase.ts"
import * as MessageTickets from "./MessageTickets.ts"
import * as NodeMessageSigner from "./NodeMessageSigner.ts"

/** What making and trying endpoints needs beside the ledger. */
export const layer = (destinations: Destinations): Layer.Layer<EndpointTransport | MessageSigner> =>
  Layer.merge(EndpointSocket.layer(destinations).pipe(Layer.provide(EndpointNetwork.layer)), NodeMessageSigner.layer)

/** Sends the messages of a ledger, for a service that runs. */
export const sender: Layer.Layer<
  never,
  never,
  CallFeed | CallLedger | Messages | LedgerDatabase | EndpointTransport | MessageSigner
> = MessageSender.layer().pipe(Layer.provide(MessageTickets.layer()))
