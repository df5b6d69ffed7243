// Requests for each finished call, counted at the emulator on a virtual clock, and how late the end of a call is found:
// sweeps of the list as shipped, and a read of each call every five seconds as the anchor of the same run. Prints the
// median of the seeds and their spread; exits with 1 when the sweeps miss a limit. `follow-requests.ts [seeds] [share] [live…]`,
// the share of the usual minutes, and how many calls are live.
import { countRequests, type Economy } from "../follow/Economy.ts"
import { atMost } from "./Limits.ts"

const [count = 3, share = 1, ...sizes] = process.argv.slice(2).map(Number)
const seeds = Array.from({ length: count }, (_, n) => n + 1)
const limits = { requests: { 20: 2, 100: 1.2 }, meanSeconds: 2.5 } as const

const spread = (values: ReadonlyArray<number>): string => {
  const sorted = values.toSorted((a, b) => a - b)
  const [least, middle, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  return `${middle?.toFixed(2)} (${least?.toFixed(2)}–${most?.toFixed(2)})`
}

const row = (name: string, runs: ReadonlyArray<Economy>) =>
  console.log(
    `${name.padEnd(24)} ${spread(runs.map((run) => run.requestsPerCall)).padEnd(22)} ${spread(runs.map((run) => run.meanSeconds)).padEnd(18)} ${spread(runs.map((run) => run.p95Seconds)).padEnd(18)} ${runs.map((run) => run.finished).join(", ")}`
  )

console.log(`seeds ${seeds.join(", ")}; median (least–most)`)
console.log(
  `${"".padEnd(24)} ${"requests per call".padEnd(22)} ${"found after, mean s".padEnd(18)} ${"p95 s".padEnd(18)} finished`
)
for (const [live, minutes] of [
  [5, 30],
  [20, 15],
  [100, 6]
] as const) {
  if (sizes.length > 0 && !sizes.includes(live)) continue
  const runs: Array<Economy> = []
  // oxlint-disable-next-line eslint/no-await-in-loop -- one run at a time, so that each has the machine
  for (const seed of seeds) runs.push(await countRequests({ seed, live, minutes: minutes * share, how: "swept" }))
  row(`swept, ${live} live`, runs)
  const worst = Math.max(...runs.map((run) => run.requestsPerCall))
  const latest = Math.max(...runs.map((run) => run.meanSeconds))
  if (live === 5) continue
  atMost(worst, limits.requests[live])
  atMost(latest, limits.meanSeconds)
}
row("every 5 s, 20 live", [await countRequests({ seed: 1, live: 20, minutes: 10 * share, how: "polled" })])
