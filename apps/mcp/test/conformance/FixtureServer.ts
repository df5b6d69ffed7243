import { createServer } from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { KeysInUse, MemoryKeys } from "@outbound-call/core"
import { NodeKeySecrets } from "@outbound-call/node"
import { Effect, Layer } from "effect"
import { McpServer } from "effect/ai"
import { HttpRouter, HttpServer } from "effect/http"
import * as HttpDoor from "../../src/HttpDoor.ts"
import { mcpPath } from "../../src/HttpRefusal.ts"
import { aboutServer } from "../../src/OutboundMcp.ts"
import { everyTool, offeredBy } from "../../src/Tools.ts"
import { Port } from "../HttpRig.ts"
import { world } from "../World.ts"
import { addContent } from "./Content.ts"
import { addInputRequired } from "./InputRequired.ts"
import { readings } from "./Readings.ts"
import { addReverse } from "./Reverse.ts"

const registrations = Layer.mergeAll(
  Layer.effectDiscard(Effect.all([addContent, addReverse, addInputRequired])),
  readings
)

const mcp = McpServer.layerHttp({
  ...aboutServer({ simulated: true, selection: everyTool, version: "1.0.0" }),
  path: mcpPath,
  allowSessionTermination: true,
  registrations
})

const door = HttpDoor.layer({ loopback: true, names: [], offered: offeredBy(everyTool) })

/** What the conformance suite asks of a server, behind the door and in the revisions of the product. */
export const fixtureServer = HttpRouter.serve(Layer.merge(mcp, door), {
  disableLogger: true,
  disableListenLog: true
}).pipe(
  Layer.merge(
    Layer.effect(
      Port,
      Effect.map(HttpServer.HttpServer, ({ address }) => ("port" in address ? address.port : 0))
    )
  ),
  Layer.provide(KeysInUse.layer),
  Layer.provide(
    NodeHttpServer.layer(() => createServer(), { port: 0, host: "127.0.0.1", gracefulShutdownTimeout: "100 millis" })
  ),
  Layer.provide(Layer.mergeAll(world(), MemoryKeys.layer, NodeKeySecrets.layer))
)
