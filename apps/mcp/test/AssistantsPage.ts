import { readFileSync } from "node:fs"

/** One use of a tool, as the page shows it. */
export interface Shown {
  readonly tool: string
  readonly given: Readonly<Record<string, unknown>>
  readonly result: unknown
}

const page = readFileSync(new URL("../../../docs/assistants.md", import.meta.url), "utf8")

const sectionOf = (title: string): string => page.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? ""

/** The form that a person is shown in a section. */
export const shownForm = (title: string): string => /```text\n([^]*?)\n\n\[ \]/.exec(sectionOf(title))?.[1] ?? ""

/** The uses of tools in a section, in their order. What stands between the arguments and the result is for people. */
export const shownUses = (title: string): ReadonlyArray<Shown> => {
  return [
    ...sectionOf(title).matchAll(
      /^`(\w+)`\n\n```json\n([^]*?)```\n[^`]*(?:```text\n[^]*?```[^`]*)?```json\n([^]*?)```/gm
    )
  ].map(([, tool = "", given = "", result = ""]) => ({
    tool,
    given: JSON.parse(given) as Readonly<Record<string, unknown>>,
    result: JSON.parse(result) as unknown
  }))
}

const id = /\b(?:call|conv|key)_\w{20,}/g

/** The ids that chance made, in their order. */
export const idsIn = (told: unknown): ReadonlyArray<string> => [...new Set(JSON.stringify(told).match(id) ?? [])]

/** With the ids of another run in the place of those of the page. */
export const withIds = (given: Shown["given"], ids: ReadonlyMap<string, string>): Shown["given"] =>
  JSON.parse(JSON.stringify(given).replaceAll(id, (word) => ids.get(word) ?? word)) as Shown["given"]

/** Without the instants of the run. */
export const timeless = (told: unknown): unknown =>
  JSON.parse(
    JSON.stringify(told)
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "an instant")
      .replaceAll(/Time there: \d{4}-\d\d-\d\d \d\d:\d\d/g, "Time there: then")
  )
