import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, test } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "outbound-packaging-"))
const tool = (name: string): string => join(root, "peers/node_modules/.bin", name)

interface Published {
  readonly name: string
  readonly version: string
  readonly directory: string
  readonly bin: ReadonlyArray<string>
  readonly tarball: string
}

const published: ReadonlyArray<Published> = ["packages", "apps"]
  .flatMap((top) => readdirSync(join(root, top)).map((name) => join(root, top, name)))
  .flatMap((directory) => {
    const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"))
    if (manifest.private === true) return []
    const tarball = join(folder, `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`)
    const bin = Object.keys(manifest.bin ?? {})
    return [{ name: manifest.name, version: manifest.version, directory, bin, tarball }]
  })
const libraries = published.filter(({ bin }) => bin.length === 0)
const programs = published.filter(({ bin }) => bin.length > 0)

/** What an earlier build could have left where programs are built. */
const leftBehind = "LeftBehind.js"

/** The environment without what the npx and pnpm that run this test hand down; npm finds its own settings at home. */
const environment = (): NodeJS.ProcessEnv => {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_(?!config_registry$)/i.test(name))
  return { ...Object.fromEntries(own), HOME: userInfo().homedir, NO_COLOR: "1" }
}

/** Runs a command to its end and gives its output; a failure shows all of it. */
const assertRuns = (directory: string, command: string, ...flags: ReadonlyArray<string>): string => {
  const env = environment()
  const { status, stdout, stderr, error } = spawnSync(command, flags, { cwd: directory, encoding: "utf8", env })
  assert.equal(status, 0, `${command} ${flags.join(" ")}\n${stdout}\n${stderr}\n${error?.message ?? ""}`)
  return stdout
}

/** The checkers come with `test:long`; running vitest by itself may lack them. */
const needs = (path: string): void =>
  assert.ok(existsSync(path), `${path} is missing: run \`npx -y pnpm@12.21.0 test:long\`, which installs it`)

/** An empty project with the given packages and effect installed by npm. */
const project = (name: string, packages: ReadonlyArray<Published>): string => {
  const directory = join(folder, name)
  const effect = JSON.parse(readFileSync(join(root, "node_modules/effect/package.json"), "utf8")).version
  mkdirSync(directory)
  writeFileSync(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }))
  const tarballs = packages.map(({ tarball }) => tarball)
  assertRuns(
    directory,
    "npm",
    "install",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    ...tarballs,
    `effect@${effect}`
  )
  return directory
}

beforeAll(() => {
  const pnpm = process.env["npm_execpath"] ?? "pnpm"
  assertRuns(root, pnpm, "run", "build")
  for (const { directory } of programs) writeFileSync(join(directory, "dist", leftBehind), "export const old = 1\n")
  for (const { directory } of published) assertRuns(directory, pnpm, "pack", "--pack-destination", folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(published)("$name, packed", ({ name, version, tarball }) => {
  test("keeps the rules of publint", () => {
    needs(tool("publint"))
    assertRuns(folder, tool("publint"), "run", tarball, "--strict")
  })

  test("carries its licence and no workspace reference", () => {
    const files = assertRuns(folder, "tar", "-tzf", tarball).split("\n")
    assert.ok(files.includes("package/LICENSE"), `${name} has no LICENSE`)
    const manifest = assertRuns(folder, "tar", "-xzOf", tarball, "package/package.json")
    assert.doesNotMatch(manifest, /"(workspace|catalog|link|file):/)
    assert.equal(JSON.parse(manifest).version, version)
  })
})

test.each(programs)("$name, packed, holds nothing that an earlier build left behind", ({ tarball }) => {
  assert.doesNotMatch(assertRuns(folder, "tar", "-tzf", tarball), new RegExp(leftBehind))
})

test.each(libraries)("$name resolves to its types for every importer of ES modules", ({ tarball }) => {
  needs(tool("attw"))
  assertRuns(folder, tool("attw"), tarball, "--profile", "esm-only")
})

describe("a project that installs only the core", () => {
  let directory = ""
  beforeAll(() => {
    directory = project(
      "core-alone",
      libraries.filter(({ name }) => name === "@outbound-call/core")
    )
    cpSync(join(root, "tests/fixtures/consumer"), directory, { recursive: true })
  })

  test("has no other package of ours", () => {
    assert.deepEqual(readdirSync(join(directory, "node_modules/@outbound-call")), ["core"])
  })

  test("type-checks a program on it, declarations included", () => {
    assertRuns(directory, join(root, "node_modules/.bin/tsc"), "-p", "tsconfig.json")
  })

  test("runs a program on it", () => {
    assert.equal(
      assertRuns(directory, process.execPath, "core-alone.ts"),
      "+14155550100, 1 calls, 1 dials, done, answered, [00:00] Agent: Hi Ada\n"
    )
  })
})

describe("a project that installs everything", () => {
  let directory = ""
  beforeAll(() => {
    directory = project("everything", published)
  })

  test.each(libraries)("can import $name", ({ name }) => {
    assertRuns(directory, process.execPath, "--input-type=module", "--eval", `await import("${name}")`)
  })

  test.each(published.flatMap(({ bin }) => bin))("has the command %s", (command) => {
    assert.ok(existsSync(join(directory, "node_modules/.bin", command)))
  })

  test("has one copy of effect", () => {
    const { dependencies } = JSON.parse(assertRuns(directory, "npm", "ls", "effect", "--all", "--json"))
    const versions = JSON.stringify(dependencies).match(/"effect":\{"version":"[^"]+"/g)
    assert.equal(new Set(versions).size, 1)
  })
})
