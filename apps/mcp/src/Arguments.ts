import { Result } from "effect"

/** What the command line asks for. */
export interface Arguments {
  /** Ring nobody: an emulator answers. */
  readonly simulate: boolean
}

/** Reads the command line; a failure is the text for the person who wrote it. */
export const readArguments = (words: ReadonlyArray<string>): Result.Result<Arguments, string> => {
  const unknown = words.filter((word) => word !== "--simulate")
  return unknown.length === 0
    ? Result.succeed({ simulate: words.includes("--simulate") })
    : Result.fail(`${usage}\n${JSON.stringify(unknown[0])} is no option of it.`)
}

const usage = "Usage: outbound-mcp [--simulate]. It speaks the Model Context Protocol on standard input and output."
