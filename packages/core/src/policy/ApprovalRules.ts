import { allow, needsApproval, type PolicyRule, type Question } from "./PolicyRule.ts"

/** Where a person has to say yes to every call, but to those numbers that the operator approved beforehand. */
export const approval: PolicyRule = {
  id: "approval",
  judge: (question) => {
    if (!question.profile.approval) return allow("The profile asks nobody.")
    return isListed(question)
      ? allow("The number is approved by the profile.")
      : needsApproval(question, `The profile ${question.profile.name} wants a person to approve each call.`)
  }
}

/**
 * What a transcript says may be an instruction to call a stranger and to tell what is known. Until the span is over only
 * numbers that the operator approved whole are called without a person: of numbers that begin alike a transcript may name
 * one, and also those called before may be whose words were read.
 */
export const afterTranscript: PolicyRule = {
  id: "after-transcript",
  judge: (question) => {
    const { afterTranscriptMinutes: minutes } = question.profile
    if (minutes === null) return allow("Transcripts that were read change nothing.")
    if (!isWithin(question.history.lastTranscriptReadAt, minutes, question.now))
      return allow("No transcript was read lately.")
    return isListedWhole(question)
      ? allow("The number itself is approved by the profile.")
      : needsApproval(
          question,
          `A transcript was read within ${minutes} minutes, and what it says must not choose whom to call.`
        )
  }
}

/** Whoever repeats a call with a key of its own may not know that it was placed. */
export const sameNumberAgain: PolicyRule = {
  id: "same-number-again",
  judge: (question) => {
    const { sameNumberMinutes: minutes } = question.profile
    if (minutes === null) return allow("The same number may be called again.")
    return isWithin(question.history.lastOwnDialAt, minutes, question.now)
      ? needsApproval(question, `The same number was called within ${minutes} minutes.`)
      : allow("The number was not called lately by this owner.")
  }
}

/** An instant in the future, by a clock that was set since, is within every span. */
const isWithin = (instant: number | null, minutes: number, now: number): boolean =>
  instant !== null && now - instant < minutes * 60_000

const isListed = ({ facts: { to }, profile: { approvedNumbers } }: Question): boolean =>
  approvedNumbers.some((prefix) => to.startsWith(prefix))

const isListedWhole = ({ facts: { to }, profile: { approvedNumbers } }: Question): boolean =>
  approvedNumbers.includes(to)
