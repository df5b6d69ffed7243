import { Cause, Effect, Layer, Logger } from "effect"

/** A logger that is told no phone number: neither in a message nor in the words of an error. */
export const scrubbedLogger = <Output>(logger: Logger.Logger<unknown, Output>): Logger.Logger<unknown, Output> =>
  Logger.make((options) =>
    logger.log({ ...options, message: scrubbedMessage(options.message), cause: scrubbedCause(options.cause) })
  )

/** Scrubs every logger that there is. */
export const layer: Layer.Layer<never> = Layer.effect(
  Logger.CurrentLoggers,
  Effect.map(Logger.CurrentLoggers, (loggers) => new Set([...loggers].map(scrubbedLogger)))
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
