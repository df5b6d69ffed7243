/** How a call ends; `canceled` is no script, but a call that was ended before anybody picked up. */
export type Ending =
  | "answered"
  | "voicemail"
  | "busy"
  | "no-answer"
  | "declined"
  | "failed"
  | "dropped"
  | "rings-for-ever"
  | "refused"
  | "canceled"

/** What is said once the phone is picked up. */
export type Dialogue = "short" | "tool" | "long" | "machine"

/** One scripted person (or machine) at the other end. All times are in seconds of the emulated call. */
export interface Callee {
  /** The last four digits of the number, after 555. */
  readonly digits: string
  readonly name: string
  /** One sentence for people. */
  readonly story: string
  readonly ending: Ending
  /** From dialling to pick-up, or to the refusal. */
  readonly ringsFor: number
  /** From pick-up to hang-up. */
  readonly talksFor: number
  /** From hang-up to `done`; Infinity when that never comes. */
  readonly analysisTakes: number
  readonly dialogue: Dialogue
  /** Why the carrier refuses the call, when it does. `{number}` is replaced by the number. */
  readonly refusal?: string
}

const answers: Callee = {
  digits: "0100",
  name: "answers",
  story: "Answers after 4 s and talks for 36 s.",
  ending: "answered",
  ringsFor: 4,
  talksFor: 36,
  analysisTakes: 4,
  dialogue: "short"
}

const like = (digits: string, name: string, story: string, differs: Partial<Callee>): Callee => ({
  ...answers,
  ...differs,
  digits,
  name,
  story
})

/** Everybody who can be called, by the last digits of the number. Any other number behaves as the first. */
export const Callees: ReadonlyArray<Callee> = [
  answers,
  like("0101", "busy", "Is busy after 2 s.", { ending: "busy", ringsFor: 2 }),
  like("0102", "no-answer", "Never picks up; rings until `ringing_timeout_secs`.", { ending: "no-answer" }),
  like("0103", "declined", "Declines after 6 s.", { ending: "declined", ringsFor: 6 }),
  like("0104", "voicemail", "A machine answers after 12 s; the agent detects it and hangs up.", {
    ending: "voicemail",
    ringsFor: 12,
    talksFor: 10,
    dialogue: "machine"
  }),
  like("0105", "drops", "Picks up, and the call drops after 1 s, as when a dynamic variable is missing.", {
    ending: "dropped"
  }),
  like("0106", "slow-analysis", "Answers; the record stays `processing` for 5 minutes.", { analysisTakes: 300 }),
  like("0107", "stuck-initiated", "The record stays `initiated` for ever.", { ending: "rings-for-ever" }),
  like("0108", "stuck-processing", "Answers; the record stays `processing` for ever.", {
    analysisTakes: Number.POSITIVE_INFINITY
  }),
  like("0109", "rings-long", "Rings 40 s, then answers.", { ringsFor: 40 }),
  like("0110", "carrier-failure", "The carrier cannot reach the number.", { ending: "failed", ringsFor: 1 }),
  like("0111", "geo-permission", "Twilio refuses: the account may not call there. Nothing rings.", {
    ending: "refused",
    ringsFor: 1,
    refusal:
      "HTTP 400 error: Unable to create record: Account not authorized to call {number}. Perhaps you need to enable some international permissions."
  }),
  like("0112", "unverified", "Twilio refuses: a trial account may not call there. Nothing rings.", {
    ending: "refused",
    ringsFor: 1,
    refusal:
      "HTTP 400 error: Unable to create record: The number {number} is unverified. Trial accounts may only make calls to verified numbers."
  }),
  like("0113", "uses-a-tool", "Answers; the agent calls the tool `lookup_case` meanwhile.", { dialogue: "tool" }),
  like("0114", "long-call", "Answers and talks for 10 minutes.", { talksFor: 600, dialogue: "long" })
]

/** Who answers this number. */
export const calleeOf = (number: string): Callee => {
  const digits = /555(01\d\d)$/.exec(number.replaceAll(/\D/g, ""))?.[1]
  return Callees.find((callee) => callee.digits === digits) ?? answers
}
