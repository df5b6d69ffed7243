/** A command line that only looks at the ledger, and is so plain that it needs no command tree to be understood. */
export interface QuickRead {
  readonly command: "calls" | "show"
  /** The call that is asked for; null where the command takes none. */
  readonly id: string | null
  /** How many rows were asked for; null where nothing was said. */
  readonly limit: number | null
  /** The switches that were typed, without their dashes. */
  readonly switches: ReadonlySet<string>
}

/** The same as the command tree understands it, or null: then that must be asked. A test holds the two together. */
export const quickRead = ([command, ...words]: ReadonlyArray<string>): QuickRead | null => {
  if (command !== "calls" && command !== "show") return null
  const switches = new Set<string>()
  let id: string | null = null
  let limit: number | null = null
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ""
    const name = word.slice(2)
    if (known[command].has(word) && !switches.has(name)) switches.add(name)
    else if (command === "show" && id === null && /^(call|conv)_\w+$/.test(word)) id = word
    else if (command === "calls" && limit === null && word === "--limit") limit = rowsOf(words[++index])
    else return null
    if (Number.isNaN(limit)) return null
  }
  return command === "show" && id === null ? null : { command, id, limit, switches }
}

const known: Record<QuickRead["command"], ReadonlySet<string>> = {
  calls: new Set(["--json", "--simulate", "--all"]),
  show: new Set(["--json", "--simulate"])
}

/** A number of rows as the most plainly written ones are; else it is no number. */
const rowsOf = (word: string | undefined): number => (/^[1-9]\d?$/.test(word ?? "") ? Number(word) : Number.NaN)
