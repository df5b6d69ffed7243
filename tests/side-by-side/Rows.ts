import type { FaultRequest } from "@outbound-call/emulator"

/** What happens to the answer to a dial: a row of the tables. */
export interface Row {
  readonly name: string
  readonly fault: Pick<FaultRequest, "when" | "kind" | "status" | "delayMs"> | null
}

const afterTheRing = (name: string, fault: Omit<NonNullable<Row["fault"]>, "when">): Row => ({
  name,
  fault: { when: "after", ...fault }
})

const status = (code: number): Row => afterTheRing(String(code), { kind: "status", status: code })

/** In every row but the last the provider has taken the dial, and the phone rings, before its answer goes wrong. */
export const rows: ReadonlyArray<Row> = [
  { name: "a clear answer", fault: null },
  status(408),
  afterTheRing("429 with the provider's JSON", { kind: "rate-limited" }),
  afterTheRing("429 with a page of HTML", { kind: "html", status: 429 }),
  status(500),
  status(502),
  status(503),
  status(504),
  afterTheRing("connection dropped", { kind: "drop" }),
  afterTheRing("answer cut off", { kind: "truncate" }),
  afterTheRing("answer later than the client waits", { kind: "delay", delayMs: 600_000 }),
  { name: "200 with `success: false`, nothing rang", fault: { when: "before", kind: "not-success" } }
]

/** Whether the client has to lose patience in this row. */
export const isLate = ({ fault }: Row): boolean => fault?.kind === "delay"
