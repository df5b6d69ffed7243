import { Effect } from "effect"
import { isServerNamed } from "@outbound-call/node/ServerNamed"
import { ServerProblem } from "./ServerProblem.ts"

/** Refuses a command that works on the ledger or the provider itself while `OUTBOUND_URL` names a server. */
export const onlyHere = Effect.fnUntraced(function* (command: string) {
  if (yield* isServerNamed) return yield* notThere(`\`${command}\``)
})

/** The refusal. No phone rang. */
export const notThere = (deed: string): ServerProblem =>
  new ServerProblem({
    failure: {
      code: "NotOnServer",
      message: `${deed} runs where the ledger is, and OUTBOUND_URL names a server: nothing was done, and no phone rang. Run it there, or unset OUTBOUND_URL.`,
      phoneMayHaveRung: false,
      retrySafe: true,
      nextStep: "Run it where the ledger is, or unset OUTBOUND_URL.",
      ending: "configuration"
    }
  })
