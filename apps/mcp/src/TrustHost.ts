import { Config, Context, Effect, Schema } from "effect"

const variable = "OUTBOUND_MCP_APPROVAL"

/** Whether the operator takes the host's own question before `place_call` for a person's yes. Never unless they say so. */
export const TrustsHost = Context.Reference<boolean>("outbound-call-mcp/TrustsHost", { defaultValue: () => false })

/** Who is asked before a call: a person, or whoever the host asks. */
export type ApprovalMode = "person" | "host"

export const isApprovalMode = (text: string): text is ApprovalMode => text === "person" || text === "host"

/** The operator's word cannot be read. The server does not start; no phone rang. */
export class ApprovalModeError extends Schema.TaggedError<ApprovalModeError>()("ApprovalModeError", {
  why: Schema.String
}) {
  override get message(): string {
    return `${this.why} Nothing was started, and no phone rang. Correct it or unset it.`
  }
}

/** The mode by the flag, or else by `OUTBOUND_MCP_APPROVAL`; a person is asked where neither is given. */
export const readApprovalMode = Effect.fnUntraced(function* (flag: ApprovalMode | null) {
  if (flag !== null) return flag
  const text = (yield* Config.String(variable).pipe(Effect.orElseSucceed(() => ""))).trim()
  if (text === "") return "person"
  if (isApprovalMode(text)) return text
  return yield* new ApprovalModeError({ why: `${variable} is ${JSON.stringify(text)}; it is person or host.` })
})
