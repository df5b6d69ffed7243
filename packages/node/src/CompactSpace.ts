import { existsSync, statfsSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname } from "node:path"

/** What is free where a file is written. */
export interface Room {
  /** Which disk it is on. */
  readonly disk: number
  readonly freeBytes: number
}

/**
 * Whether a ledger of so many bytes can be written anew: SQLite makes the new file in the temporary folder, and then
 * writes it beside the old one. On one disk both need their room.
 */
export const hasRoom = (bytes: number, ledger: Room, temporary: Room): boolean =>
  ledger.disk === temporary.disk
    ? ledger.freeBytes >= 2 * bytes
    : ledger.freeBytes >= bytes && temporary.freeBytes >= bytes

/** The room in the folder of the ledger, and in the one that SQLite takes for temporary files. */
export const roomsOf = (ledgerFile: string): readonly [ledger: Room, temporary: Room] => [
  roomIn(dirname(ledgerFile)),
  roomIn(sqliteFolders().find((folder) => existsSync(folder)) ?? tmpdir())
]

/** In the order in which SQLite looks for it. */
const sqliteFolders = () =>
  [variable("SQLITE_TMPDIR"), variable("TMPDIR"), "/var/tmp"].filter((one) => one !== undefined)

const variable = (name: string): string | undefined => process.env[name] // oxlint-disable-line node/no-process-env

const roomIn = (folder: string): Room => {
  const { bavail, bsize } = statfsSync(folder)
  return { disk: statSync(folder).dev, freeBytes: bavail * bsize }
}
