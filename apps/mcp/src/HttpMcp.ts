import { ApiKeys, CurrentPrincipal, KeysInUse, mayDo, mayUse, type Principal } from "@outbound-call/core"
import { isLoopback } from "@outbound-call/node/ReadOrigin"
import { ByteSize, Console, DateTime, Effect, Layer, Schema } from "effect"
import * as McpServer from "effect/ai/McpServer"
import { HttpIncomingMessage, HttpRouter, HttpServer, type HttpServerError } from "effect/http"
import type { ListenAddress } from "./Arguments.ts"
import { CallService } from "./CallService.ts"
import * as HttpDoor from "./HttpDoor.ts"
import { mostBytes } from "./HttpMessage.ts"
import { mcpPath } from "./HttpRefusal.ts"
import { scopeOfResource } from "./NeededScope.ts"
import { isReachable, type Offered } from "./Offered.ts"
import { aboutServer } from "./OutboundMcp.ts"
import * as Registrations from "./Registrations.ts"
import * as Tools from "./Tools.ts"

/** It cannot be listened there. It did not start, and no phone rang. */
export class ListenRefused extends Schema.TaggedError<ListenRefused>()("ListenRefused", {
  why: Schema.String,
  nextStep: Schema.String
}) {
  override get message(): string {
    return `${this.why} Nothing was started, and no phone rang. ${this.nextStep}`
  }
}

/** Serves the tools over HTTP, behind the door. `listen` opens the socket when everything else stands. */
export const layer = <R>(
  listenAt: ListenAddress,
  { selection, version }: { readonly selection: Tools.Selection; readonly version: string },
  listen: Layer.Layer<HttpServer.HttpServer | R, HttpServerError.ServeError>
) =>
  Layer.effectDiscard(announce).pipe(
    Layer.provide(served(listenAt, { selection, version })),
    Layer.provide(listen.pipe(Layer.catchTag("ServeError", ({ cause }) => cannotListen(listenAt, cause)))),
    Layer.provide(Layer.effectDiscard(requireKey(listenAt)))
  )

/** The protocol behind its door, without the socket. */
export const served = (
  { host, names }: ListenAddress,
  { selection, version }: { readonly selection: Tools.Selection; readonly version: string }
) => {
  const offered = Tools.offeredBy(selection)
  const mcp = Layer.unwrap(
    Effect.map(CallService, ({ simulated }) =>
      McpServer.layerHttp({
        ...aboutServer({ simulated, selection, version }),
        path: mcpPath,
        allowSessionTermination: true,
        registrations: Layer.merge(Registrations.layer(selection), guard(offered))
      })
    )
  )
  return HttpRouter.serve(
    Layer.merge(
      mcp,
      HttpDoor.layer({ loopback: isHere(host), names: isHere(host) ? names : [...names, host], offered })
    ),
    {
      disableLogger: true,
      disableListenLog: true
    }
  ).pipe(Layer.provide([Layer.succeed(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(mostBytes)), KeysInUse.layer]))
}

/** Hides the tools, resources and prompts that a key may not use. Whoever comes past the door without a principal would see everything. */
const guard = (offered: Offered) =>
  McpServer.visibility(({ method, target }) =>
    Effect.flatMap(CurrentPrincipal, (principal) =>
      principal === null
        ? Effect.die(new Error("A request came past the door without a principal"))
        : Effect.succeed(isVisible(method, target, offered, principal))
    )
  ).layerGlobal

const isVisible = (
  method: McpServer.MiddlewareMethod,
  target: string,
  offered: Offered,
  principal: Principal
): boolean => {
  if (method.startsWith("tools/")) return isReachable(offered, target, principal)
  if (/^call(ing)?:\/\//.test(target)) return mayDo(principal, scopeOfResource(target))
  const tool = toolOfPrompt[target]
  return tool === undefined || isReachable(offered, tool, principal)
}

/** What a prompt is of no use without. */
const toolOfPrompt: Readonly<Record<string, string>> = { make_a_call: "place_call", debrief_call: "get_transcript" }

const cannotListen = ({ host, port }: ListenAddress, cause: unknown) =>
  Layer.effectContext(
    Effect.fail(
      new ListenRefused({
        why: `It cannot listen on ${host}:${port} (${cause instanceof Error ? cause.message : String(cause)}).`,
        nextStep: "Choose another port with --port, or another address with --host."
      })
    )
  )

const isHere = (host: string): boolean => isLoopback(host) || host === "::1"

const requireKey = Effect.fnUntraced(function* ({ host, names }: ListenAddress) {
  const wish = isHere(host) ? (names.length === 0 ? null : "--allow-host") : `--host ${host}`
  if (wish === null) return
  const keys = yield* ApiKeys
  const now = yield* DateTime.now
  if (!(yield* keys.list).some((key) => mayUse(key, now))) {
    const command = `outbound keys create${(yield* CallService).simulated ? " --simulate" : ""}`
    return yield* new ListenRefused({
      why: `${wish} needs a key that is good, and there is none: everyone who reaches the server could place calls.`,
      nextStep: `Make one with \`${command}\`.`
    })
  }
})

const announce = Effect.gen(function* () {
  const { simulated } = yield* CallService
  yield* HttpServer.addressFormattedWith((address) =>
    Console.error(
      `outbound-mcp: ${address}${mcpPath} ${simulated ? "(simulates: no phone rings)" : "(real calls: phones ring)"}`
    )
  )
})
