import { readFileSync } from "node:fs"
import { join } from "node:path"
import { writeAtOnce } from "./WriteAtOnce.ts"

/** Everyone on this machine may list the arguments of its processes: numbers and names do not stay among them. */
export const hideArguments = (): void => {
  process.title = "outbound"
}

/** Prints the help or the version that the build took from the command tree. False when something else is meant. */
export const printBuilt = (args: ReadonlyArray<string>): boolean => {
  const words = args.at(-1) === "-h" || args.length === 0 ? [...args.slice(0, -1), "--help"] : args
  const isFixed = words.length <= 2 && /^--(help|version)$/.test(words.at(-1) ?? "")
  const text = isFixed ? readBuilt()?.[words.join(" ")] : undefined
  if (typeof text !== "string") return false
  writeAtOnce("stdout", text)
  return true
}

const readBuilt = (): { readonly [words: string]: unknown } | undefined => {
  try {
    return JSON.parse(readFileSync(join(import.meta.dirname, "built.json"), "utf8"))
  } catch {
    return undefined
  }
}
