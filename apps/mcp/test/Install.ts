import { readFileSync } from "node:fs"

/** How a host is told to start the server. */
export interface Start {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>>
}

/** The part of the README that says how to install the server: the host's name, and what it is told. */
export const installations = (): ReadonlyArray<readonly [host: string, start: Start]> => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  const part = /^## Install\n([^]*?)^## /m.exec(readme)?.[1] ?? ""
  return [...part.matchAll(/^\*\*([\w ]+?)\.?\*\*[^`]*(?:`(?!``)[^`]*`[^`]*)*```(\w+)\n([^]*?)```/gm)].map(
    ([, host = "", language = "", text = ""]) => [host, readers[language]?.(text) ?? { command: "", args: [] }]
  )
}

const readers: Readonly<Record<string, (text: string) => Start>> = {
  json: (text) => {
    const config = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, Start>>>>
    return (config["mcpServers"] ?? config["servers"])?.["outbound-call"] ?? { command: "", args: [] }
  },
  sh: (text) => {
    const [, words = ""] = /^claude mcp add outbound-call -- (.+)\n$/.exec(text) ?? []
    const [command = "", ...args] = words.split(" ")
    return { command, args }
  },
  toml: (text) => {
    const [, command = "", args = "[]"] =
      /^\[mcp_servers\.outbound-call\]\ncommand = "(.+)"\nargs = (\[.+\])\n$/.exec(text) ?? []
    return { command, args: JSON.parse(args) as ReadonlyArray<string> }
  }
}
