/** A command line that only looks at the ledger, and is so plain that it needs no command tree to be understood. */
export interface QuickRead {
  readonly command: "calls" | "show"
  /** The call that is asked for; null where the command takes none. */
  readonly id: string | null
  /** The switches that were typed, without their dashes. */
  readonly switches: ReadonlySet<string>
}

/** The same as the command tree understands it, or null: then that must be asked. A test holds the two together. */
export const quickRead = ([command, ...words]: ReadonlyArray<string>): QuickRead | null => {
  if (command !== "calls" && command !== "show") return null
  const ids = words.filter((word) => !word.startsWith("-"))
  const switches = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2))
  const isPlain =
    ids.length === (command === "show" ? 1 : 0) &&
    ids.every((id) => /^(call|conv)_\w+$/.test(id)) &&
    ids.length + switches.length === words.length &&
    switches.every((name, index) => known[command].includes(name) && switches.indexOf(name) === index)
  return isPlain ? { command, id: ids[0] ?? null, switches: new Set(switches) } : null
}

const known: Record<QuickRead["command"], ReadonlyArray<string>> = {
  calls: ["json", "simulate", "all"],
  show: ["json", "simulate"]
}
