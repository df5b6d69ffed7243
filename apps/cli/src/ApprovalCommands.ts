import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { duration, id, simulate } from "./Flags.ts"

const approvals = { simulate }
export type ApprovalsInput = Command.Command.Config.Infer<typeof approvals>

export const approvalsCommand = Command.make(
  "approvals",
  approvals,
  lazily(() => import("./approvals.ts").then((module) => module.approvals))
).pipe(Command.withDescription("List the calls that wait for a person's yes; needs no key of the provider"))

const by = Flag.String("by").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("Who says so; written down (an operator unless told; a server writes down its key)"),
  Flag.withDefault("an operator")
)

const approve = {
  id,
  by,
  timeout: duration("timeout", "Stop waiting after this long; the call goes on (2h unless told)"),
  simulate
}
export type ApproveInput = Command.Command.Config.Infer<typeof approve>

export const approveCommand = Command.make(
  "approve",
  approve,
  lazily(() => import("./approve.ts").then((module) => module.approve))
).pipe(
  Command.withDescription(
    "Read what a waiting call would dial, confirm it at a terminal by the last four digits of its number, and follow it"
  )
)

const deny = { id, by, simulate }
export type DenyInput = Command.Command.Config.Infer<typeof deny>

export const denyCommand = Command.make(
  "deny",
  deny,
  lazily(() => import("./deny.ts").then((module) => module.deny))
).pipe(Command.withDescription("Cancel a call that waits for a person; it is never dialled"))
