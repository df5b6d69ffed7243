import { DateTime } from "effect"
import { type Attention, type Call, isFinal } from "./Call.ts"
import { type Advanced, isUnrung, move, unchanged } from "./MoveCall.ts"

/** News that settles a call of unknown fate, or says that a person must. */
export type Settling =
  /** One witness was read whole, beyond the horizon, and showed no trace of the call; `seenAt` by the provider's clock. */
  | {
      readonly type: "absence"
      readonly witness: "provider" | "carrier"
      readonly seenAt?: DateTime.Utc | null
    }
  | { readonly type: "attention"; readonly code: Attention["code"]; readonly message: string }
  /** What a person found out; kept with their name. */
  | { readonly type: "verdict"; readonly dialled: boolean; readonly by: string }

/**
 * Applies such news. A call is `not-placed` only when both witnesses showed no trace twice, at least 30 s apart. A call
 * that met the provider's limit needs the provider's two alone, since that answer says that it was not taken.
 */
export const settle = (call: Call, news: Settling, at: DateTime.Utc): Advanced => {
  switch (news.type) {
    case "absence":
      return takeAbsence(call, news.witness, news.seenAt ?? at, at)
    case "attention":
      return isFinal(call) && news.code !== "rang-twice"
        ? unchanged(call)
        : call.attention?.code === news.code
          ? unchanged(call)
          : move(
              call,
              { attention: { code: news.code, message: news.message, since: at } },
              { cause: "look-up", at, message: `Needs attention: ${news.message}` }
            )
    case "verdict":
      return isResolvable(call, news.dialled) ? takeVerdict(call, news, at) : unchanged(call)
  }
}

/**
 * Whether a person's word may end a call: one of unknown fate, one that needs attention, or one that is thought not to
 * have been dialled and was. That it was not dialled can be said only while no conversation is known and no dial can be
 * under way. A call that is over and needs attention, since it rang after all or twice, keeps its end, and a person says
 * that they looked at it.
 */
export const isResolvable = (call: Call, dialled: boolean): boolean =>
  call.status === "unknown" || (call.status === "not-placed" && dialled)
    ? dialled || call.conversationId === null
    : dialled && call.attention !== null && call.status !== "dialing"

const apartMillis = 30_000

const takeAbsence = (call: Call, witness: "provider" | "carrier", seenAt: DateTime.Utc, at: DateTime.Utc): Advanced => {
  if (call.status !== "unknown" || call.conversationId !== null) return unchanged(call)
  const seen = call.absences[witness]
  const last = seen.at(-1)
  const counts = last === undefined || DateTime.toEpochMillis(seenAt) - DateTime.toEpochMillis(last) >= apartMillis
  const absences = counts ? { ...call.absences, [witness]: [...seen, seenAt].slice(-2) } : call.absences
  const isProved =
    absences.provider.length >= 2 && (call.problem?.code === "rate-limited" || absences.carrier.length >= 2)
  if (isProved) {
    return move(
      call,
      {
        status: "not-placed",
        endedAt: at,
        attention: null,
        absences,
        problem: { code: "not-sent", message: "Looked for twice and not found: it was not dialled.", status: null }
      },
      { cause: "look-up", at }
    )
  }
  return counts ? { call: { ...call, absences }, events: [] } : unchanged(call)
}

const takeVerdict = (
  call: Call,
  { by, dialled }: Settling & { readonly type: "verdict" },
  at: DateTime.Utc
): Advanced => {
  if (isFinal(call) && !isUnrung(call)) {
    return move(call, { attention: null }, { cause: "person", at, message: `${by} looked at what needed attention.` })
  }
  return dialled
    ? move(
        call,
        {
          status: "failed",
          endedAt: at,
          attention: null,
          problem: {
            code: "call-failed",
            message: `${by} found that it was dialled; its end is not known.`,
            status: null
          }
        },
        { cause: "person", at }
      )
    : move(
        call,
        {
          status: "not-placed",
          endedAt: at,
          attention: null,
          problem: { code: "not-sent", message: `${by} found that it was not dialled.`, status: null }
        },
        { cause: "person", at }
      )
}
