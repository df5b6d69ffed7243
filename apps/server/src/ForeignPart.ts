import { Option } from "effect"
import { Headers } from "effect/http"

/**
 * The header by which a request shows that it does not come from a program of this machine, or null. A browser sends
 * `Origin` with every POST, and a page that had its name point at this machine still sends that name as `Host`.
 */
export const foreignPart = (headers: Headers.Headers, port: number): string | null => {
  const host = Option.getOrElse(Headers.get(headers, "host"), () => "")
  if (!isHere(`http://${host}`, port)) return `Host ${JSON.stringify(host)}`
  const origin = Option.getOrUndefined(Headers.get(headers, "origin"))
  if (origin !== undefined && !isHere(origin, port)) return `Origin ${JSON.stringify(origin)}`
  const site = Option.getOrUndefined(Headers.get(headers, "sec-fetch-site"))
  return site === "cross-site" || site === "same-site" ? `Sec-Fetch-Site ${JSON.stringify(site)}` : null
}

const isHere = (text: string, port: number): boolean => {
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

/** Names and addresses of this machine that nothing else can have. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
