import { openRig } from "../torture/Rig.ts"
import type { Client } from "./Client.ts"
import { elevenLabs } from "./ElevenLabsClient.ts"
import { naive } from "./NaiveClient.ts"
import { ours } from "./OurClient.ts"
import { openCarrier } from "./RawCarrier.ts"
import { isLate, type Row } from "./Rows.ts"
import { twilio } from "./TwilioClient.ts"

/** What one call came to: a cell of the tables. */
export interface Cell {
  /** Dial requests that were seen on the wire. */
  readonly requests: number
  /** Dials that the provider took, each of them a ring. */
  readonly rings: number
  readonly told: string
}

/** A row with a cell for each client; null where the client's provider has no such answer. */
export interface MeasuredRow {
  readonly row: Row
  readonly cells: ReadonlyArray<Cell | null>
}

/** Who is compared, in the order of the columns. */
export const clients: ReadonlyArray<Client> = [
  ours,
  elevenLabs("its defaults", {}),
  elevenLabs("`maxRetries: 0`", { maxRetries: 0 }),
  twilio,
  naive
]

/** Makes one call for each row and client, all at once, each to a number of its own. */
export const measure = async (rows: ReadonlyArray<Row>): Promise<ReadonlyArray<MeasuredRow>> => {
  const rig = await openRig()
  const carrier = await openCarrier()
  const place = async (row: Row, client: Client, to: string): Promise<string | null> => {
    if (client.dials === "carrier") {
      if (row.fault?.kind === "not-success") return null
      carrier.arm(to, row.fault)
    } else if (row.fault !== null) {
      await rig.control("/faults", { target: "dial", toNumber: to, times: 100, ...row.fault })
    }
    return client.place({ to, patienceMillis: isLate(row) ? 1_000 : null, rig, carrier })
  }
  try {
    const told = await Promise.all(
      rows.map((row, line) => Promise.all(clients.map((client, column) => place(row, client, numberOf(line, column)))))
    )
    // Counted when every call is over, so that nothing that leaves late is missed.
    const dialled = [...rig.tap.dials.map(({ to }) => to), ...carrier.rings]
    const rang = [...rig.rings().map(({ to }) => to), ...carrier.rings]
    const count = (numbers: ReadonlyArray<string>, to: string) => numbers.filter((number) => number === to).length
    return rows.map((row, line) => ({
      row,
      cells: clients.map((_, column) => {
        const to = numberOf(line, column)
        const words = told[line]?.[column] ?? null
        return words === null ? null : { requests: count(dialled, to), rings: count(rang, to), told: words }
      })
    }))
  } finally {
    await carrier.close()
    await rig.close()
  }
}

/** Fictitious numbers from 555-0120 on, which answer and hang up by themselves. */
const numberOf = (line: number, column: number): string => `+141555501${20 + line * clients.length + column}`
