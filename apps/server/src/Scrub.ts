import { Cause, Exit, Logger, Tracer } from "effect"

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

/** A logger that is told no phone number. */
export const scrubbedLogger = (logger: Logger.Logger<unknown, unknown>): Logger.Logger<unknown, unknown> =>
  Logger.make((options) =>
    logger.log({ ...options, message: scrubbedMessage(options.message), cause: scrubbedCause(options.cause) })
  )

const scrubbedMessage = (message: unknown): unknown =>
  Array.isArray(message) ? message.map((part) => withoutNumbers(String(part))) : withoutNumbers(String(message))

const scrubbedCause = (cause: Cause.Cause<unknown>): Cause.Cause<unknown> => {
  if (cause.reasons.length === 0) return cause
  const [error] = Cause.prettyErrors(cause)
  const message = withoutNumbers(error?.message ?? "")
  const stack = withoutNumbers(error?.stack ?? message)
  return Cause.fail(Object.assign(new Error(message), { name: error?.name ?? "Error", stack }))
}

/** E.164 numbers, also as an address writes them. */
const withoutNumbers = (text: string): string => text.replace(/(\+|%2B)\d{6,15}/gi, "(number)")
