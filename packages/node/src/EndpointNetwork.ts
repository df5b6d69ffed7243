import { Resolver } from "node:dns/promises"
import { connect as connectPlain, type Socket } from "node:net"
import { connect as connectSecure } from "node:tls"
import { Context, Effect, Layer } from "effect"

/** One connection to be made: to this address and to no other. */
export interface Connection {
  readonly address: string
  readonly port: number
  /** The name that the certificate must be for, or the address itself; null is in the clear. */
  readonly certifiedFor: string | null
}

/** The network as far as messages need it: names, and connections to addresses. Failures are reasons in plain words. */
export class EndpointNetwork extends Context.Service<
  EndpointNetwork,
  {
    /** Every address of a name, as its servers know them now. Interrupting it stops asking. */
    readonly resolve: (name: string) => Effect.Effect<ReadonlyArray<string>, string>
    /** Interrupting it closes the connection. */
    readonly connect: (connection: Connection) => Effect.Effect<Socket, string>
  }
>()("@outbound-call/node/EndpointNetwork") {
  /** Asks the name servers that are named, as `address:port`; those of the system unless any is. */
  static readonly layerWith = ({ nameServers }: { readonly nameServers: ReadonlyArray<string> }) =>
    Layer.sync(EndpointNetwork, () => ({ resolve: (name: string) => resolve(name, nameServers), connect }))

  static readonly layer: Layer.Layer<EndpointNetwork> = EndpointNetwork.layerWith({ nameServers: [] })
}

/**
 * Asks the name servers themselves. The system's own look-up would hold one of the few threads that every look-up of this
 * process shares, the dial's as well, for as long as a stranger's server likes to take.
 */
const resolve = (name: string, nameServers: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<string>, string> =>
  Effect.gen(function* () {
    const resolver = new Resolver({ timeout: 3_000, tries: 2 })
    if (nameServers.length > 0) resolver.setServers(nameServers)
    const answers = yield* Effect.promise(() =>
      Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    ).pipe(Effect.onInterrupt(() => Effect.sync(() => resolver.cancel())))
    const addresses = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []))
    const failed = answers.find((answer) => answer.status === "rejected")
    return addresses.length === 0 && failed !== undefined
      ? yield* Effect.fail(`the name could not be resolved (${codeOf(failed.reason)})`)
      : addresses
  })

const connect = ({ address, certifiedFor, port }: Connection): Effect.Effect<Socket, string> =>
  Effect.callback((resume) => {
    const secure = certifiedFor !== null
    const servername = certifiedFor === address ? "" : (certifiedFor ?? "")
    const socket = secure
      ? connectSecure({ host: address, port, servername, rejectUnauthorized: true, ALPNProtocols: ["http/1.1"] })
      : connectPlain({ host: address, port })
    socket.once("error", (error) => {
      socket.destroy()
      resume(Effect.fail(`no connection (${codeOf(error)})`))
    })
    socket.once(secure ? "secureConnect" : "connect", () => {
      socket.removeAllListeners("error")
      socket.on("error", () => {})
      resume(Effect.succeed(socket))
    })
    return Effect.sync(() => socket.destroy())
  })

/** The system's word for a failure; a certificate's is told as well. */
export const codeOf = (cause: unknown): string =>
  cause instanceof Error
    ? "code" in cause && typeof cause.code === "string"
      ? cause.code
      : cause.message
    : String(cause)
