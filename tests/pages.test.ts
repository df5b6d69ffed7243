import { execFile } from "node:child_process"
import { existsSync, globSync, readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const read = (file: string) => readFileSync(join(root, file), "utf8")
const pages = globSync(["*.md", "docs/**/*.md", "{apps,packages}/*/README.md"], { cwd: root })

/** A page without its code, in which nothing is a link or a heading. */
const prose = (page: string) => read(page).replaceAll(/^ *```.*?^ *```/gms, "")

/** The anchor that a heading gets where pages are shown. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-")

const anchorsIn = (page: string) =>
  [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading))

const linksIn = (page: string) =>
  [
    ...prose(page)
      .replaceAll(/`[^`\n]*`/g, "")
      .matchAll(/\]\(([^)\s]+)\)/g)
  ]
    .map(([, link = ""]) => link)
    .filter((link) => !/^(https?|mailto):/.test(link))

describe("the pages", () => {
  it("link to what is there", () => {
    const links = pages.flatMap((page) => linksIn(page).map((link) => [page, link] as const))
    expect(links.length).toBeGreaterThan(80)
    const broken = links.filter(([page, link]) => {
      const [path = "", anchor] = link.split("#")
      const file = path === "" ? page : join(dirname(page), path)
      if (!existsSync(join(root, file))) return true
      return anchor !== undefined && (!statSync(join(root, file)).isFile() || !anchorsIn(file).includes(anchor))
    })
    expect(broken).toEqual([])
  })

  it("are all found from the README", () => {
    const linked = new Set(linksIn("README.md").map((link) => link.split("#")[0]))
    expect(
      globSync(["docs/*.md", "{apps,packages}/*/README.md"], { cwd: root }).filter((page) => !linked.has(page))
    ).toEqual([])
  })

  it("name commands of the repository that there are", () => {
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/pnpm@[\d.]+ (?:-s |run )?([a-z][a-z:-]*)/g)].map(([, name = ""]) => `${page}: ${name}`)
    )
    const { scripts } = JSON.parse(read("package.json"))
    const known = new Set([...Object.keys(scripts), "exec", "install", "run"])
    expect(named.filter((name) => !known.has(name.split(": ")[1] ?? ""))).toEqual([])
  })
})

describe.each([
  ["outbound-server", "apps/server/src/main.ts", /(?:outbound-server|\bserve)(?=`| -)([^`\n#|]*)/g],
  ["outbound-mcp", "apps/mcp/src/main.ts", /(?:outbound-call-mcp|outbound-mcp|\bmcp)(?=`| -)([^`\n#|]*)/g]
])("%s", (_, program, lines) => {
  it("is started on the pages by options that it has", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, program), "--help"])
    const known = new Set([...stdout.matchAll(/--[a-z-]+/g)].map(([flag]) => flag))
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(lines)].flatMap(([, rest = ""]) =>
        [...rest.matchAll(/--[a-z-]+/g)].map(([flag]) => [page, flag] as const)
      )
    )
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(([, flag]) => !known.has(flag))).toEqual([])
  })
})

it("troubleshooting quotes what is really said", () => {
  const said = globSync("{apps,packages}/*/src/**/*.ts", { cwd: root }).map(read).join("\n")
  const quoted = [...read("docs/troubleshooting.md").matchAll(/^\*\*(.+?)\*\*/gm)]
    .flatMap(([, heading = ""]) => [...heading.matchAll(/"([^"]+)"/g)])
    .flatMap(([, words = ""]) => words.split("…").map((part) => part.trim()))
  expect(quoted.length).toBeGreaterThan(10)
  expect(quoted.filter((words) => !said.includes(words))).toEqual([])
})
