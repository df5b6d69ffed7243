import { CallStatus } from "@outbound-call/core/Call"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { cursor, limit, simulate, text } from "./Flags.ts"

const calls = {
  status: Flag.Literals("status", CallStatus.literals).pipe(
    Flag.withDescription("Only calls of this status; repeatable"),
    Flag.atLeast(0)
  ),
  to: text("to", "Only calls to this number", "number"),
  live: Flag.Boolean("live").pipe(
    Flag.withDescription("Only calls that are not over, or with --no-live only those that are"),
    Flag.optional
  ),
  since: text(
    "since",
    "Only calls placed since: a duration such as 2h, or a time such as 2026-11-22T09:00Z",
    "2h|time"
  ),
  limit,
  cursor,
  all: Flag.Boolean("all").pipe(Flag.withDescription("Every page"), Flag.withDefault(false), Flag.withoutNegation),
  simulate
}
export type CallsInput = Command.Command.Config.Infer<typeof calls>

export const callsCommand = Command.make(
  "calls",
  calls,
  lazily(() => import("./calls.ts").then((module) => module.calls))
).pipe(Command.withDescription("List the calls of this ledger, newest first; needs no key"))

const conversations = {
  agent: text("agent", "Only conversations of this agent", "agent_id"),
  limit,
  cursor,
  simulate
}
export type ConversationsInput = Command.Command.Config.Infer<typeof conversations>

export const conversationsCommand = Command.make(
  "conversations",
  conversations,
  lazily(() => import("./conversations.ts").then((module) => module.conversations))
).pipe(Command.withDescription("List the provider's conversations, newest first, ours or not"))
