/**
 * Refuses every socket and every name look-up that leaves this machine. Loaded by the test set-up, and through
 * NODE_OPTIONS by each Node process that a test starts.
 */
import dgram from "node:dgram"
import dns from "node:dns"
import { syncBuiltinESMExports } from "node:module"
import net from "node:net"

const key = Symbol.for("outbound-call.loopback-guard")

const isLoopback = (host) => {
  if (host === undefined || host === null || host === "") return true
  const name = String(host)
    .toLowerCase()
    .replace(/^\[|\]$|\.$/g, "")
  if (name === "localhost" || name.endsWith(".localhost")) return true
  const address = name.replace(/^::ffff:(?=\d+\.)/, "").replace(/%.*$/, "")
  return net.isIPv4(address) ? address.startsWith("127.") : address === "::1"
}

const refuse = (deed, host) => {
  const message = `${deed} ${host} refused: tests reach loopback addresses only (scripts/loopback-guard.mjs)`
  globalThis[key].push(message)
  throw new Error(message)
}

/**
 * Whether a resolver was told to ask name servers of this machine at ports of their own, as a test's are. At port 53, which
 * is not shown, one may ask others in turn.
 */
const asksHere = (resolver) => {
  const servers = resolver?.getServers?.() ?? []
  return servers.length > 0 && servers.every((server) => /^127\.\d+\.\d+\.\d+:\d+$/.test(server))
}

const guardLookups = (object) => {
  for (const name of Object.getOwnPropertyNames(object)) {
    const original = object[name]
    if (!/^(lookup|lookupService|reverse|resolve\w*)$/.test(name)) continue
    object[name] = function (host, ...rest) {
      const answeredHere = name.startsWith("lookup") ? isLoopback(host) : asksHere(this)
      return answeredHere ? original.call(this, host, ...rest) : refuse("Look-up of", host)
    }
  }
}

const guardSockets = () => {
  const connect = net.Socket.prototype.connect
  net.Socket.prototype.connect = function (...args) {
    // net.connect and tls.connect hand over their arguments already put in order, as one array
    const [first, second] = Array.isArray(args[0]) ? args[0] : args
    const isPort = typeof first === "number" || (typeof first === "string" && /^\d+$/.test(first))
    const host = typeof first === "object" ? (first?.path ? undefined : first?.host) : isPort ? second : undefined
    return typeof host === "function" || isLoopback(host) ? connect.apply(this, args) : refuse("Connection to", host)
  }
}

const guardDatagrams = () => {
  const { connect, send } = dgram.Socket.prototype
  dgram.Socket.prototype.connect = function (port, host, ...rest) {
    return typeof host === "function" || isLoopback(host)
      ? connect.call(this, port, host, ...rest)
      : refuse("Datagram to", host)
  }
  dgram.Socket.prototype.send = function (message, ...rest) {
    const host = rest.find((argument) => typeof argument === "string" && !/^\d+$/.test(argument))
    return isLoopback(host) ? send.call(this, message, ...rest) : refuse("Datagram to", host)
  }
}

if (globalThis[key] === undefined) {
  globalThis[key] = []
  guardSockets()
  guardDatagrams()
  guardLookups(dns)
  guardLookups(dns.promises)
  guardLookups(dns.Resolver.prototype)
  guardLookups(dns.promises.Resolver.prototype)
  syncBuiltinESMExports()
}

/** What was refused since the last call: a refusal that the code under test swallowed is still a failed test. */
export const takeRefusals = () => globalThis[key].splice(0)
