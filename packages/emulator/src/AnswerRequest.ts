import { Effect } from "effect"
import { refuseKey } from "./ApiKey.ts"
import { claimFault } from "./ClaimFault.ts"
import type { EmulatorRequest } from "./EmulatorRequest.ts"
import { plainError } from "./ErrorBody.ts"
import type { Exchange } from "./Exchange.ts"
import { faultReply } from "./FaultReply.ts"
import { placeDial } from "./PlaceDial.ts"
import { newerPath, Routes, type Route } from "./Routes.ts"

/** Answers a request to the emulated provider: route, key, fault, then the thing itself. */
export const answerRequest = Effect.fnUntraced(function* (
  exchange: Exchange,
  request: EmulatorRequest,
  url: URL,
  requestId: string
) {
  const { switches } = (yield* exchange.look).world
  const routes = Routes.filter((route) => !(switches.legacy && route.path === newerPath))
  const given = url.pathname.split("/")
  const found = bestOf(routes.filter((route) => pathId(route, given) !== null))
  if (found.length === 0) return plainError(404, "Not Found")
  const route = found.find((candidate) => candidate.method === request.method)
  if (route === undefined) return plainError(405, "Method Not Allowed")

  const refused = refuseKey(request.headers["xi-api-key"], route.needs, requestId)
  if (refused !== null) return refused
  if (route.dial !== undefined) return yield* placeDial(exchange, route.dial, request.body, requestId)

  const fault = yield* claimFault(exchange, route.target, null)
  const spoiled = fault === null ? null : faultReply(fault, requestId, "callSid")
  if (spoiled !== null) return spoiled
  if (fault?.kind === "delay") yield* Effect.sleep(fault.delayMs ?? 0)
  const id = pathId(route, given) ?? ""
  const reply = yield* route.answer(exchange, { id, query: url.searchParams, requestId })
  return fault?.kind === "truncate" ? { ...reply, fault: "truncate" as const } : reply
})

/** A fixed path wins over one with an id in it. */
const bestOf = (routes: ReadonlyArray<Route>): ReadonlyArray<Route> => {
  const fixed = routes.filter((route) => !route.path.includes(":id"))
  return fixed.length > 0 ? fixed : routes
}

const segments = new Map(Routes.map(({ path }) => [path, path.split("/")]))

const pathId = ({ path }: Route, given: ReadonlyArray<string>): string | null => {
  const wanted = segments.get(path) ?? []
  if (wanted.length !== given.length) return null
  if (!wanted.every((segment, index) => segment === ":id" || segment === given[index])) return null
  return decode(given[wanted.indexOf(":id")] ?? "")
}

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
