import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { programs } from "../service/Programs.ts"
import { type LedgerWatch, watchFile } from "./LedgerWatch.ts"
import { start } from "./Process.ts"
import { tapWire, type WireTap } from "./WireTap.ts"

/** A ring of the emulator, with the attempt key that came with the dial. */
export interface Ring {
  readonly to: string
  readonly callId: string | null
}

/** An emulator in a process of its own, a tap before it, and the settings that lead a worker through the tap. */
export interface Rig {
  readonly folder: string
  readonly data: string
  readonly tap: WireTap
  readonly ledger: LedgerWatch
  readonly environment: NodeJS.ProcessEnv
  /** Sends a request to the emulator's control API. */
  readonly control: (path: string, body?: object) => Promise<unknown>
  /** Every dial that the emulator took, from its log. */
  readonly rings: () => ReadonlyArray<Ring>
  readonly close: () => Promise<void>
}

/** The ledger is a file, unless a database is watched. Closing the rig ends the watch. */
export const openRig = async (database?: LedgerWatch): Promise<Rig> => {
  const folder = mkdtempSync(join(tmpdir(), "outbound-torture-"))
  const data = join(folder, "data")
  mkdirSync(data)
  const log = join(folder, "dials.jsonl")
  const clean = {
    PATH: process.env["PATH"],
    NODE_OPTIONS: process.env["NODE_OPTIONS"],
    HOME: folder,
    NODE_COMPILE_CACHE: join(tmpdir(), "outbound-torture-compiled")
  }
  const emulator = start(
    process.execPath,
    [programs.cli, "emulator", "--port", "0", "--scale", "1000", "--data-file", log, "--json"],
    { env: clean, stdio: ["pipe", "pipe", "ignore"] }
  )
  const ended = new Promise<void>((resolve) => emulator.once("close", () => resolve()))
  const origin = await new Promise<string>((resolve, reject) => {
    let said = ""
    emulator.once("exit", () => reject(new Error("the emulator ended")))
    emulator.stdout?.on("data", (chunk) => {
      said += String(chunk)
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found) resolve(found[0])
    })
  })
  const tap = await tapWire(origin)
  const ledger = database ?? watchFile(data)
  return {
    folder,
    data,
    tap,
    ledger,
    environment: {
      ...clean,
      ...ledger.environment,
      OUTBOUND_PROVIDER: "elevenlabs",
      OUTBOUND_DATA_DIR: data,
      OUTBOUND_PROFILE: "rig",
      ELEVENLABS_BASE_URL: tap.origin,
      ELEVENLABS_API_KEY: "emulator",
      ELEVEN_LABS_AGENT_ID: "agent_plain",
      PHONE_NUMBER_ID: "phnum_demo",
      TWILIO_BASE_URL: tap.origin,
      TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
      TWILIO_AUTH_TOKEN: "emulator"
    },
    control: async (path, body) => {
      const answer = await fetch(
        `${origin}/_emulator${path}`,
        body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
      )
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
      return answer.json()
    },
    rings: () => readRings(log),
    close: async () => {
      emulator.kill("SIGKILL")
      await ended
      await tap.close()
      await ledger.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

interface DialLine {
  readonly _tag: string
  readonly toNumber: string
  readonly clientData: { readonly dynamic_variables?: { readonly outbound_call_id?: string } }
}

const readRings = (log: string): ReadonlyArray<Ring> =>
  readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.includes(`"_tag":"dial"`))
    .map((line) => JSON.parse(line) as DialLine)
    .map(({ clientData, toNumber }) => ({
      to: toNumber,
      callId: clientData.dynamic_variables?.outbound_call_id ?? null
    }))
