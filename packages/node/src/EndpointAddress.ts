import { isIP } from "node:net"
import { isPublicAddress } from "./PublicAddress.ts"

/** Where a URL leads, as far as it tells by itself. */
export interface EndpointAddress {
  readonly url: URL
  readonly secure: boolean
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
}

/** Where messages may go. */
export interface Destinations {
  /** Loopback as well, in the clear too: for a simulation on one machine. */
  readonly loopback: boolean
}

/** Reads a URL as the connection will; a text says why nothing would be sent there. */
export const readAddress = (text: string, { loopback }: Destinations): EndpointAddress | string => {
  if (text.length > longestUrl) return `a URL has at most ${longestUrl} characters`
  const url = URL.parse(text)
  if (url === null) return "it is no URL"
  const secure = url.protocol === "https:"
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "")
  const here = loopback && isLoopback(host)
  if (!secure && !(here && url.protocol === "http:")) return "only https is used"
  if (url.username !== "" || url.password !== "" || /^[^/\\?#]*:[/\\]*[^/\\?#]*@/.test(text)) return "it names a user"
  const port = Number(url.port || (secure ? 443 : 80))
  if (port === 0) return "it has no port that can be reached"
  const reason = here ? null : hostRefusal(host)
  return reason ?? { url, secure, host, port }
}

const longestUrl = 2_048

const hostRefusal = (host: string): string | null => {
  if (host === "") return "it names no host"
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : `${host} is no public address`
  if (!host.includes(".")) return `${host} is a name of this machine or its network`
  return /(^|\.)(localhost|local|internal|localdomain|home\.arpa|onion|invalid|test|example)$/i.test(host)
    ? `${host} is a name of this machine or its network`
    : null
}

/** Names and addresses of this machine that nothing else can have. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."))
