import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"

const main = fileURLToPath(new URL("KeptMain.ts", import.meta.url))

let folder = ""
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "outbound-kept-"))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A program of one file that says something, and may say it with a file beside it. */
const program = (text: string): string => {
  const file = join(folder, "program.js")
  writeFileSync(file, text)
  return file
}

const says = (word: string): string => `exports.say = () => { const word = "${word}"; return word }`

/** What a start of it prints. Whatever becomes of the cache, it ends well and says nothing else. */
const start = (file: string, cache = join(folder, "cache")): string => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, file], {
    encoding: "utf8",
    env: { ...process.env, HOME: join(folder, "home"), XDG_CACHE_HOME: cache, LOCALAPPDATA: cache }
  })
  assert.deepStrictEqual([status, stderr], [0, ""])
  return stdout
}

/** The files of the cache, by the names of the program's own. */
const kept = (cache = join(folder, "cache")): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => [/\w+\.js$/.exec(name)?.[0] ?? name, join(parentPath, name)])
  )

const only = (): string => [...kept().values()][0] ?? "nothing"

describe.runIf(process.platform !== "darwin")("the code of a program that was compiled", () => {
  it("is kept in the cache folder, for its owner alone, and nothing is kept elsewhere", () => {
    const file = program(says("hello"))
    assert.strictEqual(start(file), "hello")
    assert.deepStrictEqual([...kept().keys()], ["program.js"])
    assert.strictEqual(statSync(only()).mode & 0o777, 0o600)
    assert.strictEqual(statSync(join(only(), "..")).mode & 0o777, 0o700)
    assert.deepStrictEqual(readdirSync(folder).toSorted(), ["cache", "program.js"])
  })

  it("is used by the next start, which keeps nothing anew", () => {
    const file = program(says("hello"))
    start(file)
    const long = new Date(0)
    utimesSync(only(), long, long)
    assert.strictEqual(start(file), "hello")
    assert.strictEqual(statSync(only()).mtimeMs, 0)
  })

  it("holds the functions that were called, which Node's own cache leaves out", () => {
    const body = `const numbers = [${Array.from({ length: 200 }, (_, index) => `{ n${index}: "${index}" }`).join()}]`
    const idle = `const idle = () => { ${body}; return numbers }; exports.say = () => "hello"`
    start(program(idle))
    const unused = statSync(only()).size
    start(program(idle.replace(`"hello"`, "String(idle().length)")))
    assert.isAbove(statSync(only()).size, unused + 1000)
  })

  it("is not used for another text, also one of the same length", () => {
    start(program(says("first")))
    assert.strictEqual(start(program(says("other"))), "other")
    assert.strictEqual(start(program(says("other"))), "other")
  })

  it("is not used when it was cut off, or is something else", () => {
    const file = program(says("hello"))
    start(file)
    const whole = readFileSync(only())
    for (const damaged of [whole.subarray(0, whole.length / 2), Buffer.alloc(0), Buffer.alloc(whole.length, 1)]) {
      writeFileSync(only(), damaged)
      assert.strictEqual(start(file), "hello")
      assert.isTrue(readFileSync(only()).length > damaged.length / 2, "it is kept anew")
    }
  })

  it("is kept anew by the first start in which another file is used, and each file is loaded once", () => {
    for (const name of ["one", "two"]) {
      writeFileSync(join(folder, `${name}.js`), `globalThis.loads = (globalThis.loads ?? 0) + 1; exports.n = loads`)
    }
    const file = program(
      `exports.say = () => (process.env.USE ?? "").split(" ").map((name) => name && name + require("./" + name + ".js").n).join()`
    )
    const startWith = (names: string) => {
      process.env["USE"] = names
      try {
        return { said: start(file), kept: readFileSync(kept().get("program.js") ?? "") }
      } finally {
        delete process.env["USE"]
      }
    }
    const alone = startWith("")
    const one = startWith("one one")
    const two = startWith("two")
    const again = startWith("one")
    assert.deepStrictEqual([alone.said, one.said, two.said, again.said], ["", "one1,one1", "two1", "one1"])
    assert.sameMembers([...kept().keys()], ["program.js", "one.js", "two.js"])
    assert.isFalse(one.kept.equals(alone.kept))
    assert.isFalse(two.kept.equals(one.kept))
    assert.isTrue(again.kept.equals(two.kept))
  })

  it("is kept by a program that goes on as soon as it has started, since it may be killed", async () => {
    const file = program(says("hello"))
    const child = spawn(process.execPath, [main, file, "stays"], {
      env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache") },
      stdio: ["pipe", "pipe", "inherit"]
    })
    const ended = once(child, "exit")
    let said = ""
    for await (const chunk of child.stdout) {
      said += String(chunk)
      if (said === "hello, and stays") child.kill("SIGKILL")
    }
    assert.deepStrictEqual(await ended, [null, "SIGKILL"])
    assert.deepStrictEqual([...kept().keys()], ["program.js"])
  })

  it("is done without where no folder can be made, or nothing written into it", () => {
    const file = program(says("hello"))
    writeFileSync(join(folder, "a-file"), "")
    assert.strictEqual(start(file, join(folder, "a-file")), "hello")
    start(file)
    const place = join(only(), "..")
    rmSync(only())
    chmodSync(place, 0o500)
    assert.strictEqual(start(file), "hello")
    chmodSync(place, 0o700)
  })
})
