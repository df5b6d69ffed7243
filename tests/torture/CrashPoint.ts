import type { LedgerRow } from "./LedgerCopy.ts"
import type { Report } from "./Orders.ts"
import type { SeenDial } from "./WireTap.ts"

/** Where a worker was when it was killed, the most dangerous point of its calls first. */
export const crashPoints = [
  "answered, not stored",
  "claimed, not sent",
  "sent, not answered",
  "stored, not reported",
  "before the claim",
  "idle or starting"
] as const
export type CrashPoint = (typeof crashPoints)[number]

/** Between the claim and the stored answer. */
export const isWithinDial = (point: CrashPoint): boolean => crashPoints.indexOf(point) < 3

export interface Life {
  readonly startedAt: number
  readonly reports: ReadonlyArray<Report>
}

/** The points at which a killed worker's calls were, by the ledger and by what was seen on the wire. */
export const pointsAtKill = (
  { reports, startedAt }: Life,
  rows: ReadonlyArray<LedgerRow>,
  dials: ReadonlyArray<SeenDial>
): ReadonlyArray<CrashPoint> => {
  const own = rows.filter(({ createdAt }) => createdAt >= startedAt)
  const claimed = new Set(rows.map(({ to }) => to))
  const reported = new Set(reports.flatMap((report) => (report.type === "placed" ? [report.to] : [])))
  const begun = reports.flatMap((report) => (report.type === "start" ? [report.to] : []))
  return [
    ...own.filter(({ status }) => status === "dialing").map((row) => pointOfDial(row, dials)),
    ...own
      .filter(({ status, to }) => status !== "dialing" && !reported.has(to))
      .map((): CrashPoint => "stored, not reported"),
    ...begun.filter((to) => !claimed.has(to)).map((): CrashPoint => "before the claim")
  ]
}

/** The one point that a kill is counted under. */
export const worstOf = (points: ReadonlyArray<CrashPoint>): CrashPoint =>
  crashPoints.find((point) => points.includes(point)) ?? "idle or starting"

const pointOfDial = ({ id }: LedgerRow, dials: ReadonlyArray<SeenDial>): CrashPoint => {
  const dial = dials.find(({ callId }) => callId === id)
  if (dial === undefined) return "claimed, not sent"
  return dial.answeredAt === null ? "sent, not answered" : "answered, not stored"
}
