import { type CallRequest, maskPhoneNumber, type PhoneNumber, readPhoneNumber } from "@outbound-call/core"
import { Config, Context, Effect, Layer, Result, Schema } from "effect"
import { type AnyProfileError, mustAskPerson, mustAskThere, takesAnyProfile } from "./AskingProfile.ts"
import type { CallService } from "./CallService.ts"
import { type Failure, ToolError } from "./ToolError.ts"

const variable = "OUTBOUND_MCP_ALLOWED_NUMBERS"

/** The operator's list cannot be read. The server does not start; no phone rang. */
export class AllowedNumbersError extends Schema.TaggedError<AllowedNumbersError>()("AllowedNumbersError", {
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `${variable} is a list of numbers in E.164, with commas between them. ${this.problems.join(" ")} Nothing was started, and no phone rang: correct the list.`
  }
}

/** The operator's gate in front of every dial of this surface. No argument of a tool opens it. */
export class AllowedNumbers extends Context.Service<
  AllowedNumbers,
  {
    /** Whether only listed numbers may be called. */
    readonly isGated: boolean
    /** Fails for a number that may not be called from here; nothing was dialled then. */
    readonly admit: (request: CallRequest) => Effect.Effect<void, Failure, CallService>
  }
>()("outbound-call-mcp/AllowedNumbers") {
  /**
   * Real calls go only to the numbers of `OUTBOUND_MCP_ALLOWED_NUMBERS`; without such a list, only where the policy asks a
   * person for each call. Through a server they go, whatever the list says, only where the key's profile asks a person, also
   * after a transcript, unless `OUTBOUND_MCP_ANY_PROFILE` is on. A simulation, which rings nobody, calls any number.
   */
  static readonly layer = ({
    isFar = false,
    region,
    simulated
  }: {
    readonly simulated: boolean
    /** Whether the calls are those of a server. */
    readonly isFar?: boolean
    /** In which national numbers are read. */
    readonly region?: string | undefined
  }): Layer.Layer<AllowedNumbers, AllowedNumbersError | AnyProfileError> =>
    Layer.effect(
      AllowedNumbers,
      Effect.gen(function* () {
        if (simulated) return AllowedNumbers.of({ isGated: false, admit: () => Effect.void })
        const numbers = yield* readAllowedNumbers
        const asksThere = isFar && !(yield* takesAnyProfile) ? mustAskThere : Effect.void
        if (numbers.size === 0) {
          return AllowedNumbers.of({ isGated: false, admit: () => Effect.andThen(asksThere, mustAskPerson) })
        }
        return AllowedNumbers.of({
          isGated: true,
          admit: Effect.fnUntraced(function* (request) {
            yield* asksThere
            // placeCall, which also knows the region of the caller id, reads the same number or refuses it
            const number = yield* Effect.fromResult(
              readPhoneNumber(request.to, { defaultRegion: request.region ?? region })
            )
            if (!numbers.has(number)) return yield* notAllowed(number)
          })
        })
      })
    )
}

const readAllowedNumbers = Effect.gen(function* () {
  const text = yield* Config.String(variable).pipe(Effect.orElseSucceed(() => ""))
  const numbers = new Set<PhoneNumber>()
  const problems: Array<string> = []
  for (const entry of text.split(",").map((part) => part.trim())) {
    if (entry === "") continue
    const number = readPhoneNumber(entry)
    if (entry.startsWith("+") && Result.isSuccess(number)) numbers.add(number.success)
    else
      problems.push(
        Result.isFailure(number) ? number.failure.message : `${JSON.stringify(entry)} lacks its +. No phone rang.`
      )
  }
  if (problems.length > 0) return yield* new AllowedNumbersError({ problems })
  return numbers
})

const notAllowed = (number: PhoneNumber): ToolError =>
  new ToolError({
    code: "number_not_allowed",
    sentence: `${maskPhoneNumber(number)} is not among the numbers that this server may call, and no phone rang.`,
    fix: `Tell the person: only they can add it, to ${variable} in the server's environment, and start it anew.`
  })
