import type { Headers } from "effect/http"
import { isLoopback } from "./ReadOrigin.ts"

/** How a service can be asked. */
export interface Surroundings {
  readonly port: number
  /**
   * It asks for a key or a signature, which no page of a stranger has; so its name does not matter, and it may stand
   * behind a proxy.
   */
  readonly keyed: boolean
  /** Origins whose pages may ask with a key. */
  readonly corsOrigins: ReadonlyArray<string>
}

/**
 * The header by which a request shows that it comes from where none should, or null. A browser sends `Origin` with
 * every POST, and a page that had its name point at this machine still sends that name as `Host`.
 */
export const foreignPart = (headers: Headers.Headers, { corsOrigins, keyed, port }: Surroundings): string | null => {
  const host = headers["host"] ?? ""
  if (!keyed && !isHere(`http://${host}`, port)) return named("Host", host)
  const origin = headers["origin"]
  if (origin !== undefined) {
    const isKnown = keyed ? corsOrigins.includes(origin) || URL.parse(origin)?.host === host : isHere(origin, port)
    if (!isKnown) return named("Origin", origin)
  }
  const site = keyed ? undefined : headers["sec-fetch-site"]
  return site === "cross-site" || site === "same-site" ? named("Sec-Fetch-Site", site) : null
}

/** With its value only where that is what such a header holds: a host or an origin. */
const named = (header: string, value: string): string =>
  /^(https?:\/\/)?[\w.[\]:-]{0,100}$/.test(value) ? `${header} ${JSON.stringify(value)}` : header

const isHere = (text: string, port: number): boolean => {
  if (text === `http://127.0.0.1:${port}` || text === `http://localhost:${port}`) return true
  const url = URL.parse(text)
  return (
    url !== null &&
    url.protocol === "http:" &&
    url.username === "" &&
    url.pathname === "/" &&
    url.search === "" &&
    isLoopback(url.hostname) &&
    Number(url.port || 80) === port
  )
}
