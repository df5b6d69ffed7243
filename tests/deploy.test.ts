import { execFile, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const read = (name: string): string => readFileSync(join(root, "deploy", name), "utf8")

/** Instructions of the Dockerfile's last stage, as name and rest. */
const lastStage = (
  read("Dockerfile")
    .replaceAll(/\\\n/g, " ")
    .split(/^FROM /m)
    .at(-1) ?? ""
)
  .split("\n")
  .slice(1)
  .flatMap((line) => {
    const [, name, rest] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
    return name === undefined || rest === undefined ? [] : [{ name, rest }]
  })
const instruction = (name: string): string => lastStage.find((one) => one.name === name)?.rest ?? ""
const list = (name: string): ReadonlyArray<string> => JSON.parse(instruction(name).replace(/^.*CMD (?=\[)/, ""))

const run = (words: ReadonlyArray<string>) =>
  new Promise<{ readonly status: unknown; readonly stderr: string }>((done) => {
    execFile(process.execPath, [...words], (error, _, stderr) => done({ status: error?.code ?? 0, stderr }))
  })

/** A dial is answered within a minute; then its answer is recorded. */
const longestDialSeconds = 60

describe("the container", () => {
  const copies = lastStage
    .filter(({ name }) => name === "COPY")
    .map(({ rest }) => /^--from=build \/src\/(\S+) (\S+)$/.exec(rest))
    .map((match) => ({ from: match?.[1] ?? "", to: match?.[2] ?? "" }))

  it("is made of the apps as they are built, and needs nothing else", async () => {
    const image = mkdtempSync(join(tmpdir(), "outbound-image-"))
    try {
      expect(copies.filter(({ from }) => !existsSync(join(root, from)))).toEqual([])
      for (const { from, to } of copies) cpSync(join(root, from), join(image, to), { recursive: true })
      const [, name] = /ln -s (\S+\/outbound-server\.js) /.exec(instruction("RUN")) ?? []
      expect(list("ENTRYPOINT")).toEqual(["outbound-server"])
      const [, command] = /ln -s (\S+\/outbound\.js) /.exec(instruction("RUN")) ?? []
      expect(await run([join(image, command ?? ""), "--version"])).toEqual({ status: 0, stderr: "" })
      const server = spawn(process.execPath, [join(image, name ?? ""), "--simulate", "--port", "0"], {
        env: { PATH: process.env["PATH"], HOME: "/nonexistent", OUTBOUND_DATA_DIR: join(image, "data") },
        stdio: ["ignore", "pipe", "inherit"]
      })
      const ended = once(server, "exit")
      try {
        const said = await Promise.race([once(server.stdout, "data"), ended])
        const [, port = ""] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(String(said[0])) ?? []
        const probe = list("HEALTHCHECK").map((word) => word.replace(":8787/", `:${port}/`))
        const { status, stderr } = await run(probe.slice(1))
        expect([status, stderr]).toEqual([0, ""])
        server.kill("SIGTERM")
        expect(await ended).toEqual([0, null])
      } finally {
        server.kill("SIGKILL")
      }
    } finally {
      rmSync(image, { recursive: true, force: true })
    }
  }, 30_000)

  it("runs as nobody special, keeps its ledger in a volume, and listens for other machines only with a key", () => {
    expect(instruction("USER")).toBe("node")
    expect(instruction("ENV")).toContain(`OUTBOUND_DATA_DIR=${instruction("VOLUME")}`)
    expect(list("CMD")).toEqual(["--host", "0.0.0.0"])
  })
})

describe("compose", () => {
  const compose = read("compose.yaml")

  it("keeps the ledger, shows the port to this machine only, and waits for a dial under way", () => {
    expect(compose).toContain(`volumes: ["ledger:${instruction("VOLUME")}"]`)
    expect(compose).toMatch(/ports: \["127\.0\.0\.1:\d+:8787"\]/)
    const [, grace] = /stop_grace_period: (\d+)s/.exec(compose) ?? []
    expect(Number(grace)).toBeGreaterThan(longestDialSeconds)
  })
})

describe("the systemd unit", () => {
  const unit = read("outbound-server.service")
  const missing = spawnSync("systemd-analyze", ["--version"]).error !== undefined
  if (missing) console.log("The systemd unit is not verified: systemd-analyze is missing; install systemd")

  it.skipIf(missing && process.env["CI"] !== "true")("is understood by systemd", () => {
    const folder = mkdtempSync(join(tmpdir(), "outbound-unit-"))
    try {
      const file = join(folder, "outbound-server.service")
      writeFileSync(file, unit.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`))
      const { status, stderr } = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" })
      expect([status, stderr]).toEqual([0, ""])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it("waits for a dial under way, and starts again only after a failure", () => {
    const [, grace] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? []
    expect(Number(grace)).toBeGreaterThan(longestDialSeconds)
    expect(unit).toContain("Restart=on-failure")
  })
})
