import * as LedgerPostgres from "@outbound-call/node/LedgerPostgres"
import { Effect, Layer, Redacted } from "effect"
import { seeded } from "./Chance.ts"
import type { DatabaseWatch } from "./LedgerWatch.ts"
import { people } from "./People.ts"
import { startWorker } from "./Process.ts"
import { openRig } from "./Rig.ts"
import type { OrderReport } from "./SyscallOrder.ts"

/**
 * Places calls, and counts as ordered the dials whose claim was committed with `synchronous_commit` on, as the server
 * itself noted at the commit, and whose first byte was seen after the answer to that commit had been passed on.
 */
export const traceClaims = async (seed: string, count: number, database: DatabaseWatch): Promise<OrderReport> => {
  const rig = await openRig(database)
  try {
    const worker = await startWorker({ environment: rig.environment })
    worker.command({ deed: "place", concurrency: 4, wishes: people(seeded(seed), count), recover: false })
    await worker.until(({ type }) => type === "done")
    await worker.kill()
    const noted = await database.ask("SELECT id FROM witness WHERE synchronous_commit = 'on'")
    const synchronous = new Set(noted.map(({ id }) => id))
    const { dials } = rig.tap
    const ordered = dials.filter(({ at, callId }) => {
      const answeredAt = database.tap.claimed.get(callId ?? "")
      return answeredAt !== undefined && answeredAt <= at && synchronous.has(callId)
    })
    return { dials: dials.length, ordered: ordered.length }
  } finally {
    await rig.close()
  }
}

/** Makes the tables of the ledger, and lets the server note with which setting it commits each claim. */
export const noteSettings = async ({ ask, tap }: DatabaseWatch): Promise<void> => {
  await Effect.runPromise(Effect.scoped(Layer.build(LedgerPostgres.layer(Redacted.make(tap.url)))))
  await ask("CREATE TABLE witness (id TEXT, synchronous_commit TEXT)")
  await ask(`CREATE FUNCTION note_setting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness VALUES (NEW.id, current_setting('synchronous_commit')); RETURN NULL; END $$`)
  await ask(`CREATE CONSTRAINT TRIGGER noted AFTER INSERT ON calls DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION note_setting()`)
}

/** For the control experiment: claims whose commit does not wait for the disk. */
export const hurryClaims = async ({ ask }: DatabaseWatch): Promise<void> => {
  await ask(`CREATE FUNCTION hurry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM set_config('synchronous_commit', 'off', true); RETURN NEW; END $$`)
  await ask("CREATE TRIGGER hurried BEFORE INSERT ON calls FOR EACH ROW EXECUTE FUNCTION hurry()")
}
