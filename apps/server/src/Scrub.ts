import { Cause, Exit, Tracer } from "effect"

/**
 * A tracer whose spans hold only what is known to be impersonal: an address may hold a number that somebody wrote into
 * it, and an error may tell what was asked.
 */
export const scrubbedTracer = (tracer: Tracer.Tracer): Tracer.Tracer =>
  Tracer.make({
    ...tracer,
    span: (options) => {
      const span = tracer.span(options)
      const attribute = span.attribute.bind(span)
      const end = span.end.bind(span)
      return Object.assign(span, {
        attribute: (key: string, value: unknown) => (impersonal.has(key) ? attribute(key, value) : undefined),
        event: () => undefined,
        end: (endTime: bigint, exit: Exit.Exit<unknown, unknown>) => end(endTime, scrubbedExit(exit))
      })
    }
  })

const impersonal = new Set([
  "http.request.method",
  "http.route",
  "http.response.status_code",
  "server.address",
  "server.port",
  "url.scheme",
  "error.type",
  "db.system.name",
  "db.query.text"
])

/** An error by its name alone; its words are for the log. */
const scrubbedExit = (exit: Exit.Exit<unknown, unknown>): Exit.Exit<unknown, unknown> => {
  if (Exit.isSuccess(exit)) return Exit.void
  if (Cause.hasInterruptsOnly(exit.cause)) return exit
  const name = nameOf(Cause.squash(exit.cause))
  return Exit.fail(Object.assign(new Error(name), { name, stack: name }))
}

const nameOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return "Error"
  if ("_tag" in error && typeof error._tag === "string") return error._tag
  return error instanceof Error ? error.name : "Error"
}
