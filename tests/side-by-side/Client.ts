import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Rig } from "../torture/Rig.ts"
import type { RawCarrier } from "./RawCarrier.ts"

/** One call to be made. In a late row the client gives up after `patienceMillis`, else it waits as long as it does by default. */
export interface Order {
  readonly to: string
  readonly patienceMillis: number | null
  readonly rig: Rig
  readonly carrier: RawCarrier
}

/** Who makes the call: a column of the tables. */
export interface Client {
  readonly name: string
  /** The provider it dials at: the emulator, or the raw carrier. */
  readonly dials: "emulator" | "carrier"
  /** Makes one call and gives back what the caller was told, in the words of the table. */
  readonly place: (order: Order) => Promise<string>
}

const peers = new URL("../../peers/", import.meta.url)

/** Loads a vendor's client from `peers/`, outside the workspace. */
export const loadPeer: NodeJS.Require = createRequire(new URL("package.json", peers))

/** A vendor's client with the version that is installed, as a column is headed. */
export const peerName = (name: string): string => {
  const file = readFileSync(new URL(`node_modules/${name}/package.json`, peers), "utf8")
  return `\`${name}\` ${(JSON.parse(file) as { readonly version: string }).version}`
}
