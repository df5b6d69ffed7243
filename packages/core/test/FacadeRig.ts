import { Effect, Layer } from "effect"
import { TestConsole } from "effect/testing"
import { type CallLedger, type Live, makePromiseFacade, type PromiseFacade } from "@outbound-call/core"
import { pass } from "./Rig.ts"

export type Services = Live.Services | CallLedger
export type Options = Parameters<PromiseFacade["initiateCall"]>[0]

/** The facade on this test's clock, console and world. */
export const facade = Effect.map(Effect.context<Services>(), (services) =>
  makePromiseFacade(Layer.succeedContext(services))
)

/** Lets so many seconds pass while a promise is under way. */
export const during = Effect.fnUntraced(function* <A>(seconds: number, begin: (service: PromiseFacade) => Promise<A>) {
  const promise = begin(yield* facade)
  yield* pass(seconds)
  return yield* Effect.promise(() => promise)
})

export const initiate = (options: Partial<Options> = {}, seconds = 0) =>
  during(seconds, (service) =>
    service.initiateCall({
      destinationNumber: "+14155550100",
      agentVariables: { customer_name: "Ada" },
      ...options
    })
  )

export const printed = Effect.map(Effect.all([TestConsole.logLines, TestConsole.errorLines]), (lines) =>
  lines.flat().map(String)
)
