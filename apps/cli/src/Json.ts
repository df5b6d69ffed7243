import { Context } from "effect"

/** Whether results are JSON documents. */
export class Json extends Context.Service<Json, boolean>()("outbound-call/Json") {}

/** Whether `--json` was typed: asked before the command line is understood, and when it cannot be. */
export const wantsJson = (args: ReadonlyArray<string>): boolean => {
  const end = args.indexOf("--")
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === "--json" || arg === "--json=true")
}
