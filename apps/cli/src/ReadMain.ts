import { Console, Effect, Exit, Logger, Option } from "effect"
import { calls } from "./calls.ts"
import { Json } from "./Json.ts"
import { pageRows } from "./PageRows.ts"
import type { QuickRead } from "./QuickRead.ts"
import { writeAtOnce } from "./WriteAtOnce.ts"

/** What came of it; `elsewhere` when the whole command line has to do it, `stopped` when a signal said so. */
export type Ended = "done" | "elsewhere" | "stopped"

/**
 * Runs a command that looks at the ledger, without all that other commands need. Nothing is printed before it is done: when
 * anything is missing, breaks or is told to stop, the whole command line does it again and tells.
 */
export const main = async (read: QuickRead): Promise<Ended> => {
  const said: Array<readonly ["stdout" | "stderr", string]> = []
  const saying: Console.Console = {
    ...globalThis.console,
    log: (text: string) => void said.push(["stdout", text]),
    error: (text: string) => void said.push(["stderr", text])
  }
  const fiber = Effect.scoped(deedOf(read)).pipe(
    Effect.provideService(Json, read.switches.has("json")),
    Effect.provideService(Console.Console, saying),
    Effect.provideService(Logger.LogToStderr, true),
    Effect.runFork
  )
  let isStopped = false
  const stop = () => {
    isStopped = true
    fiber.interruptUnsafe()
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  const exit = await new Promise<Exit.Exit<unknown, unknown>>((resolve) => fiber.addObserver(resolve))
  process.off("SIGINT", stop)
  process.off("SIGTERM", stop)
  if (Exit.isFailure(exit)) return isStopped ? "stopped" : "elsewhere"
  for (const [name, text] of said) writeAtOnce(name, `${text}\n`)
  return "done"
}

const deedOf = ({ command, id, limit, switches }: QuickRead) => {
  const simulate = switches.has("simulate")
  return command === "show"
    ? Effect.flatMap(
        Effect.promise(() => import("./show.ts")),
        ({ show }) => show({ id: id ?? "", simulate, events: false })
      )
    : calls({
        simulate,
        all: switches.has("all"),
        limit: limit ?? pageRows,
        status: [],
        to: Option.none(),
        live: Option.none(),
        since: Option.none(),
        cursor: Option.none()
      })
}
