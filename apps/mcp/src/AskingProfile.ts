import { Config, Effect, Schema } from "effect"
import { CallService } from "./CallService.ts"
import { ToolError } from "./ToolError.ts"

const variable = "OUTBOUND_MCP_ANY_PROFILE"

/** The operator's word cannot be read. The server does not start; no phone rang. */
export class AnyProfileError extends Schema.TaggedError<AnyProfileError>()("AnyProfileError", { why: Schema.String }) {
  override get message(): string {
    return `${this.why} Nothing was started, and no phone rang. Correct it or unset it.`
  }
}

/** Whether the operator lets calls go through a server whose profile asks nobody. Never unless they say so. */
export const takesAnyProfile = Effect.gen(function* () {
  const text = (yield* Config.String(variable).pipe(Effect.orElseSucceed(() => ""))).trim()
  if (text === "" || text === "off") return false
  if (text === "on") return true
  return yield* new AnyProfileError({ why: `${variable} is ${JSON.stringify(text)}; it is on or off.` })
})

/** What nobody is asked about needs a list: no default rings a phone. */
export const mustAskPerson = Effect.gen(function* () {
  const { policy } = yield* CallService
  const { profile } = yield* policy
  if (profile.approval) return
  return yield* new ToolError({
    code: "number_not_allowed",
    sentence: `The policy profile ${profile.name} asks no person before a call, and the operator listed no numbers, so this server calls none. No phone rang.`,
    fix: "Tell the person: only they can list numbers in OUTBOUND_MCP_ALLOWED_NUMBERS in the server's environment, or choose a profile that asks, and start it anew."
  })
})

/** Another machine chooses the profile there, by the key: one that was made for a person's programs does not do for a model. */
export const mustAskThere = Effect.gen(function* () {
  const { policy } = yield* CallService
  const { profile } = yield* policy
  if (profile.approval && profile.afterTranscriptMinutes !== null) return
  return yield* new ToolError({
    code: "profile_asks_nobody",
    sentence: `The calls of this key are judged by the policy profile ${profile.name}, which ${profile.approval ? "has no rule for what comes after a transcript" : "asks no person before a call"}, so none is placed. No phone rang.`,
    fix: `Tell the person: only they can make a key of the server with --profile assistant and set it in OUTBOUND_API_KEY, or set ${variable}=on in this program's environment, and start it anew.`
  })
})
