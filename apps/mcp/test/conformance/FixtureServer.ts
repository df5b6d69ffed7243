import { createServer } from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer } from "effect"
import { McpServer } from "effect/ai"
import { HttpRouter } from "effect/http"
import { protocols } from "../../src/OutboundMcp.ts"
import { addContent } from "./Content.ts"
import { addInputRequired } from "./InputRequired.ts"
import { readings } from "./Readings.ts"
import { addReverse } from "./Reverse.ts"

const registrations = Layer.mergeAll(
  Layer.effectDiscard(Effect.all([addContent, addReverse, addInputRequired])),
  readings
)

/** What the conformance suite asks of a server, in every revision that the product speaks, on a port of loopback. */
export const fixtureServer = (port: number) =>
  HttpRouter.serve(
    McpServer.layerHttp({
      name: "conformance-fixtures",
      version: "1.0.0",
      path: "/mcp",
      protocols,
      allowedOrigins: [`http://127.0.0.1:${port}`],
      allowSessionTermination: true,
      registrations
    }),
    { disableLogger: true, disableListenLog: true }
  ).pipe(Layer.provide(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port })))
