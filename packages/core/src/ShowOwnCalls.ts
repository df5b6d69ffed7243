import { Effect } from "effect"
import { CallNotFound, type LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { CurrentPrincipal, maySee, ownerSeenBy } from "./Principal.ts"

/**
 * A ledger that shows to each principal its own calls, and those of others exactly as if they were not there. Claims and
 * news are not touched: they concern numbers and calls, not who looks; a person's yes is for their own calls.
 */
export const showOwnCalls = (ledger: CallLedger["Service"]): CallLedger["Service"] => {
  const find = Effect.fnUntraced(function* (id: string) {
    const call = yield* ledger.find(id).pipe(Effect.catchTag("CallNotFound", unlessErased(id)))
    return maySee(yield* CurrentPrincipal, call) ? call : yield* new CallNotFound({ id })
  })
  return CallLedger.of({
    ...ledger,
    find,
    waiting: (id) => Effect.andThen(find(id), ledger.waiting(id)),
    approve: (order) => Effect.andThen(find(order.id), ledger.approve(order)),
    list: Effect.fnUntraced(function* (query) {
      const owner = ownerSeenBy(yield* CurrentPrincipal)
      return yield* ledger.list(owner === null ? query : { ...query, owner })
    }),
    liveCalls: Effect.fnUntraced(function* (after, limit) {
      return ownerSeenBy(yield* CurrentPrincipal) === null ? yield* ledger.liveCalls(after, limit) : []
    }),
    events: Effect.fnUntraced(function* (id, afterSeq) {
      const isOwn = yield* find(id).pipe(
        Effect.as(true),
        Effect.catchTag("CallNotFound", () => Effect.succeed(false))
      )
      return isOwn ? yield* ledger.events(id, afterSeq) : []
    }),
    feed: Effect.fnUntraced(function* (after, limit) {
      const principal = yield* CurrentPrincipal
      const entries = yield* ledger.feed(after, limit)
      return principal === null ? entries : entries.filter(({ call }) => call !== null && maySee(principal, call))
    })
  })
}

/** Whose call was erased is not known any more: nobody but the operator is told that one was. */
const unlessErased = (id: string) => (error: CallNotFound) =>
  Effect.flatMap(CurrentPrincipal, (principal) =>
    Effect.fail(ownerSeenBy(principal) === null ? error : new CallNotFound({ id }))
  )

/** `CallNotFound` for an id that is no call of this principal's, also when the provider has such a conversation. */
export const mustBeOwn = Effect.fnUntraced(function* (
  id: string
): Effect.fn.Return<void, CallNotFound | LedgerError, CallLedger> {
  if (ownerSeenBy(yield* CurrentPrincipal) === null) return
  const ledger = yield* CallLedger
  yield* ledger.find(id)
})
