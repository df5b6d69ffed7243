import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { OpenApi } from "effect/http-api"
import { Api } from "../src/Api.ts"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
const packages = fileURLToPath(new URL("../..", import.meta.url))

const rowsUnder = (heading: string) =>
  (readme.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "").matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)

describe("the README", () => {
  it("has every route of the contract", () => {
    const told = [...rowsUnder("Routes")].flatMap(([, routes = ""]) =>
      [...routes.matchAll(/`([A-Z]+ [^`]+)`/g)].map(([, route]) => route)
    )
    const routes = Object.entries(OpenApi.fromApi(Api).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
    )
    assert.deepStrictEqual(told.toSorted(), [...routes, "GET /openapi.json", "GET /docs"].toSorted())
  })

  it("has every type of problem with its status", () => {
    const told = [...rowsUnder("Problems")]
      .filter(([, status = ""]) => /^\d/.test(status))
      .flatMap(([, status, types = ""]) =>
        [...types.replaceAll(/\([^)]*\)/g, "").matchAll(/`([a-z-]+)`/g)].map(([, type]) => `${status} ${type}`)
      )
    const sources = globSync(["api/src/*.ts", "node/src/MakeServer.ts"], { cwd: packages })
      .map((file) => readFileSync(`${packages}${file}`, "utf8"))
      .join("\n")
    const types = [
      ...[...sources.matchAll(/problemType\("([a-z-]+)"\),\s*status: (\d+)/g)].map(
        ([, type, status]) => `${status} ${type}`
      ),
      ...[...sources.matchAll(/status: (\d+),\s*name: "([a-z-]+)"/g)].map(([, status, type]) => `${status} ${type}`)
    ]
    assert.deepStrictEqual(told.toSorted(), types.toSorted())
  })
})
