import { readFileSync } from "node:fs"
import { enableCompileCache } from "node:module"
import { homedir } from "node:os"
import { join } from "node:path"

/** Everyone on this machine may list the arguments of its processes: numbers and names do not stay among them. */
export const hideArguments = (): void => {
  process.title = "outbound"
}

/** Prints the help that the build took from the command tree. False when something else, or no built help, is meant. */
export const printBuiltHelp = (args: ReadonlyArray<string>): boolean => {
  const last = args.at(-1)
  const asksForHelp = args.length <= 2 && (last === "--help" || last === "-h" || last === undefined)
  const help = asksForHelp ? readHelp()?.[args.slice(0, -1).join(" ")] : undefined
  if (typeof help !== "string") return false
  process.stdout.on("error", () => {})
  process.stdout.write(help)
  return true
}

/** Keeps compiled code in the user's cache folder, which makes every later start cheaper. */
export const keepCompiledCode = (): void => {
  if (import.meta.filename.endsWith(".js")) enableCompileCache(join(cacheFolder(), "outbound-call"))
}

const readHelp = (): { readonly [command: string]: unknown } | undefined => {
  try {
    return JSON.parse(readFileSync(new URL("help.json", import.meta.url), "utf8"))
  } catch {
    return undefined
  }
}

const cacheFolder = (): string => {
  switch (process.platform) {
    case "darwin":
      return join(homedir(), "Library", "Caches")
    case "win32":
      return process.env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local")
    default:
      return process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache")
  }
}
