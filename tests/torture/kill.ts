// oxlint-disable eslint/no-await-in-loop -- one process after the other is the point
/**
 * `torture:kill -- --kills N --seed S [--postgres] [--resume]`: kills the worker N times, in storms of 25 over a fresh
 * ledger each, in a file or in a database, and the naive strategy 25 times in the same rig. Finished storms are kept beside the seed in the temporary folder, so
 * that `--resume` goes on after them. Exit code 1 when anything rang twice or was lost, or when the rig lacks power.
 */
import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { readSeed } from "./Chance.ts"
import { startPostgres } from "../postgres/PostgresServer.ts"
import { runStorm, type StormReport } from "./KillStorm.ts"
import { watchDatabase } from "./LedgerWatch.ts"
import { addUp, describeStorm, percent, shareRungTwice, shareWithinDial, violations } from "./StormTotal.ts"

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: {
    kills: { type: "string" },
    seed: { type: "string" },
    postgres: { type: "boolean" },
    resume: { type: "boolean" }
  }
})
const kills = Number(values.kills ?? 100)
const seed = values.seed ?? String(readSeed())
const server = values.postgres === true ? await startPostgres() : null
const notes = join(tmpdir(), `outbound-torture-kill-${seed}${server === null ? "" : "-postgres"}.jsonl`)
if (values.resume !== true) rmSync(notes, { force: true })
const storms = existsSync(notes)
  ? readFileSync(notes, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as StormReport)
  : []

console.log(`seed ${seed}, ${kills} kills, ${server === null ? "SQLite" : "PostgreSQL"}; finished storms in ${notes}`)
for (let done = storms.reduce((sum, storm) => sum + storm.kills, 0); done < kills;) {
  const storm = await runStorm({
    seed: `${seed}/${storms.length}`,
    kills: Math.min(25, kills - done),
    strategy: "ours",
    database: server === null ? undefined : await watchDatabase(await server.createDatabase())
  })
  storms.push(storm)
  appendFileSync(notes, `${JSON.stringify(storm)}\n`)
  done += storm.kills
  console.log(`${done}/${kills} must be 0: ${JSON.stringify(violations(storm))} calls: ${JSON.stringify(storm.states)}`)
}
const total = addUp(storms)
const naive = await runStorm({ seed: `${seed}/naive`, kills: 25, strategy: "naive" })
await server?.stop()

for (const line of describeStorm(total)) console.log(line)
console.log(
  `naive strategy: 25 kills, ${naive.rungTwice} of ${naive.peopleRung} people rung more than once (${percent(shareRungTwice(naive))})`
)
const broken = Object.values(violations(total)).some((count) => count > 0)
const weak = shareRungTwice(naive) < 0.2 || shareWithinDial(total) < 0.3
if (weak) console.log("the rig lacks power: the naive strategy must ring 20 % twice, and 30 % of the kills hit a dial")
console.log(broken ? `FAILED: repeat with --seed ${seed}` : "nobody was rung twice, no call was lost")
process.exit(broken || weak ? 1 : 0)
