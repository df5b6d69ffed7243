// oxlint-disable eslint/no-await-in-loop -- one process after the other is the point
/**
 * A program that places the calls it is told with the shipped service on the real provider's path. It is made to be
 * killed, paused and started several times at once.
 */
import { createInterface } from "node:readline"
import { CallLedger, placeCall, recoverCalls, RecoveryLoop } from "@outbound-call/core"
import { OutboundCall } from "@outbound-call/node"
import { pragmas } from "@outbound-call/node/OpenLedgerFile"
import { Effect, Layer, Logger } from "effect"
import type { Order, Report } from "./Orders.ts"
import type { Wish } from "./People.ts"

const say = (report: Report): void => void process.stdout.write(`${JSON.stringify(report)}\n`)

/** For the control experiment: the shipped ledger, with one setting changed. */
if (process.env["WORKER_SYNCHRONOUS"] === "NORMAL") {
  pragmas.push("PRAGMA synchronous = NORMAL")
}

const place = ({ key, to }: Wish) =>
  Effect.suspend(() => {
    say({ type: "start", to })
    return placeCall({ to }, { type: "given", key })
  }).pipe(
    Effect.match({
      onSuccess: ({ call, replayed }) => say({ type: "placed", to, id: call.id, status: call.status, replayed }),
      onFailure: (error) =>
        say({
          type: "failed",
          to,
          error: error._tag,
          message: error.message,
          phoneMayHaveRung: error._tag === "LedgerError" && error.phoneMayHaveRung
        })
    })
  )

/** Every claim is followed by a stop of the whole process, before anything else of it can run. */
const stoppingLedger = Effect.map(CallLedger, (ledger) =>
  CallLedger.of({
    ...ledger,
    claim: (...given) =>
      Effect.tap(ledger.claim(...given), (claim) =>
        Effect.sync(() => {
          if (claim.type !== "claimed") return
          say({ type: "claimed" })
          process.kill(process.pid, "SIGSTOP")
        })
      )
  })
)

const obey = (order: Order) =>
  Effect.gen(function* () {
    say({ type: "open" })
    if (order.deed === "recover") {
      const round = yield* recoverCalls()
      const results: Record<string, number> = {}
      for (const { result } of round) results[result] = (results[result] ?? 0) + 1
      say({ type: "recovered", results })
      return
    }
    if (order.recover !== false) yield* RecoveryLoop.start("5 seconds")
    const placing = Effect.forEach(order.wishes, place, { concurrency: order.concurrency, discard: true })
    yield* order.stopAfterClaim === true ? Effect.provideServiceEffect(placing, CallLedger, stoppingLedger) : placing
    say({ type: "done" })
    return yield* Effect.never
  })

say({ type: "loaded" })
const lines = createInterface({ input: process.stdin })
lines.once("close", () => process.exit(0))
for await (const line of lines) {
  const order = JSON.parse(line) as Order
  if (order.deed === "recover") {
    const now = Date.now.bind(Date)
    Date.now = () => now() + order.aheadMillis
  }
  const service = OutboundCall.layerFromConfiguration()
  await Effect.runPromise(obey(order).pipe(Effect.scoped, Effect.provide(Layer.merge(service, Logger.layer([])))))
  break
}
process.exit(0)
