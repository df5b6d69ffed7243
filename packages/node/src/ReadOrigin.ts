import type { Values, Variable } from "./LedgerPlace.ts"

/** The base URL that a variable names, without a closing slash; undefined when it is not set. */
export const readOrigin = (name: Variable, values: Values, problems: Array<string>): string | undefined => {
  const text = values[name]
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url === null || url.username !== "" || url.search !== "" || !isAllowed(url)) {
    problems.push(`${name} is an https URL without credentials or query; plain http only for this machine.`)
  }
  return text.replace(/\/+$/, "")
}

const isAllowed = (url: URL): boolean =>
  url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))

/** Whether a host, as a URL has it, is this machine. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
