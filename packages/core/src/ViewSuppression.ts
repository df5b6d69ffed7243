import { Schema } from "effect"
import { maskPhoneNumber } from "./PhoneNumber.ts"
import { mayDo, type Principal } from "./Principal.ts"
import { Suppression } from "./Suppressions.ts"

/** An entry as it is shown: its number has its middle hidden for whoever may not change the list. */
export const SuppressionView = Schema.Struct({
  ...Suppression.fields,
  number: Schema.String.annotate({
    description: "The number in E.164; its middle is hidden for keys without policy:write",
    examples: ["+1415•••0100"]
  })
}).annotate({ identifier: "Suppression", description: "An entry of the do-not-call list" })
export interface SuppressionView extends Schema.Schema.Type<typeof SuppressionView> {}

/** An entry as a principal sees it. The list is one for all owners; whole numbers need `policy:write`. */
export const viewSuppression = (entry: Suppression, principal: Principal | null): SuppressionView =>
  mayDo(principal, "policy:write") ? entry : { ...entry, number: maskPhoneNumber(entry.number) }
