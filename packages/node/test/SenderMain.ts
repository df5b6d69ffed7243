import { Effect, Layer, Stream } from "effect"
import { CallFeed, MessageSender } from "@outbound-call/core"
import * as LedgerFile from "../src/LedgerFile.ts"
import * as MessageTickets from "../src/MessageTickets.ts"
import * as WebhooksOut from "../src/WebhooksOut.ts"

/** Sends the messages of the ledger that it is given, in a process of its own that a test kills. */
const [file = ""] = process.argv.slice(2)

const sender = MessageSender.layer().pipe(
  Layer.provide(MessageTickets.layer({ lockExpiration: "1 second" })),
  Layer.provide(Layer.succeed(CallFeed, { after: () => Stream.never, told: () => Stream.never })),
  Layer.provide([LedgerFile.layer(file), WebhooksOut.layer({ loopback: true })])
)

Effect.runFork(Layer.launch(sender))
