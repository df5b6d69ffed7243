import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Api } from "@outbound-call/api"
import { assert, describe, it } from "@effect/vitest"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")

describe("the README", () => {
  it("shows a request to every route", () => {
    const requests = readme.replaceAll("\\\n", " ").replaceAll("agents/agent_demo", "agents/$id")
    const untold = Object.values(Api.groups).flatMap((group) =>
      Object.values(group.endpoints)
        .map(({ method, path }) => ({ method, path: path.replace(/\/$/, "").replace(":id", "$id") }))
        .filter(({ method, path }) => {
          const asked = requests
            .split("\n")
            .filter((line) => new RegExp(`\\$base${escape(path)}[ "?]`).test(`${line} `))
          return !asked.some((line) => methodIn(line) === method)
        })
        .map(({ method, path }) => `${method} ${path}`)
    )
    assert.deepEqual(untold, [])
  })

  it("names every metric", () => {
    const root = fileURLToPath(new URL("../../..", import.meta.url))
    const made = globSync(["packages/core/src/*.ts", "apps/server/src/*.ts"], { cwd: root }).flatMap((file) =>
      [...readFileSync(`${root}/${file}`, "utf8").matchAll(/Metric\.\w+\("(\w+)"/g)].map(([, name]) => name)
    )
    const told = [...readme.matchAll(/^\| `(outbound_\w+)/gm)].map(([, name]) => name)
    assert.deepEqual(told.toSorted(), made.toSorted())
  })
})

const methodIn = (line: string): string => / -X (\w+)/.exec(line)?.[1] ?? (line.includes(" -d ") ? "POST" : "GET")

const escape = (text: string) => text.replace(/[$.]/g, "\\$&")
