import { forgetCallsBefore } from "@outbound-call/core"
import { DateTime, Effect } from "effect"
import * as LedgerFile from "../src/LedgerFile.ts"

/** Forgets calls in a process of its own, which kills itself after so many; 0 for never. Prints how many it forgot. */
const [file = "", killAfter = "0"] = process.argv.slice(2)
const most = Number(killAfter)

const tell = (soFar: number) =>
  Effect.sync(() => {
    if (most > 0 && soFar >= most) process.kill(process.pid, "SIGKILL")
  })

Effect.runPromise(
  Effect.flatMap(DateTime.now, (now) =>
    forgetCallsBefore({ before: DateTime.subtract(now, { days: 40 }), by: "bob" }, tell)
  ).pipe(Effect.provide(LedgerFile.layer(file)))
).then(
  ({ forgotten }) => console.log(forgotten),
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  }
)
