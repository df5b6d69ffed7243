import { assert, it } from "@effect/vitest"
import { LedgerError } from "@outbound-call/core"

it("tells what failed, and what that means for the phone, also of a cause that is no text", () => {
  const error = new LedgerError({ operation: "claim", phoneMayHaveRung: false, cause: Object.create(null) })
  assert.match(error.message, /^The ledger failed at "claim": .+\. No phone rang because of this\./)
})
