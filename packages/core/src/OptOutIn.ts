import type { Conversation } from "./Conversation.ts"
import { optOutPhrases, plainWords } from "./OptOutPhrases.ts"

/** What is taken as the wish not to be called again, besides what comes with the service. */
export interface OptOutWords {
  /** Data collection fields of an agent that hold true, or "yes", when the person said so. */
  readonly fields?: ReadonlyArray<string> | undefined
  /** What a person says; compared as words, without case, accents and punctuation. */
  readonly phrases?: ReadonlyArray<string> | undefined
}

/**
 * Whether the person called asked not to be called again: the agent's data collection says so (`field`), or they said
 * so in their own words (`phrase`); null when neither. What the agent says is not heard. Pure, and gives none of the words.
 */
export const optOutIn = (
  { analysis, turns }: Pick<Conversation, "analysis" | "turns">,
  words: OptOutWords = {}
): "field" | "phrase" | null => {
  const collected = analysis?.collectedData ?? {}
  if ([...optOutFields, ...(words.fields ?? [])].some((field) => isYes(collected[field]))) return "field"
  const heard = turns.flatMap(({ speaker, text }) => (speaker === "recipient" && text !== null ? [text] : []))
  const said = plainWords(heard.join(" . "))
  const own = (words.phrases ?? []).map(unbroken).filter((phrase) => phrase !== " ")
  return optOutPhrases.some(([, phrase]) => phrase.test(said)) || own.some((phrase) => unbroken(said).includes(phrase))
    ? "phrase"
    : null
}

/** Words without the ends of sentences: " one two ". */
const unbroken = (text: string): string => ` ${plainWords(text).replaceAll(" .", "").trim()} `.replace("  ", " ")

/** The fields that are looked at whatever the settings say. */
export const optOutFields: ReadonlyArray<string> = ["opt_out", "do_not_call"]

/** A field is there by itself, or as the provider's result with its value. */
const isYes = (result: unknown): boolean => {
  const value = typeof result === "object" && result !== null && "value" in result ? result.value : result
  return value === true || (typeof value === "string" && /^(?:true|yes)$/i.test(value.trim()))
}
