import type { Conversation } from "./Conversation.ts"
import { optOutPhrases } from "./OptOutPhrases.ts"

/** What is taken as the wish not to be called again, besides what comes with the service. */
export interface OptOutWords {
  /** Data collection fields of an agent that hold true, or "yes", when the person said so. */
  readonly fields?: ReadonlyArray<string> | undefined
  /** What a person says. */
  readonly phrases?: ReadonlyArray<string> | undefined
}

/**
 * Whether the person called asked not to be called again: the agent's data collection says so (`field`), or they said
 * one of the phrases (`phrase`); null when neither. What the agent says is not heard. Pure, and gives none of the words.
 */
export const optOutIn = (
  { analysis, turns }: Pick<Conversation, "analysis" | "turns">,
  words: OptOutWords = {}
): "field" | "phrase" | null => {
  const collected = analysis?.collectedData ?? {}
  if ([...optOutFields, ...(words.fields ?? [])].some((field) => isYes(collected[field]))) return "field"
  const heard = turns.flatMap(({ speaker, text }) => (speaker === "recipient" && text !== null ? [text] : []))
  const said = ` ${plainWords(heard.join(" "))} `
  return [...builtIn, ...(words.phrases ?? []).map(plainWords)].some(
    (phrase) => phrase !== "" && said.includes(` ${phrase} `)
  )
    ? "phrase"
    : null
}

/** The fields that are looked at whatever the settings say. */
export const optOutFields: ReadonlyArray<string> = ["opt_out", "do_not_call"]

/** A field is there by itself, or as the provider's result with its value. */
const isYes = (result: unknown): boolean => {
  const value = typeof result === "object" && result !== null && "value" in result ? result.value : result
  return value === true || (typeof value === "string" && /^(?:true|yes)$/i.test(value.trim()))
}

/** A text as its words alone, so that writing and speech recognition make no difference. */
const plainWords = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}|['’ʼ`´]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/\bdo not\b/g, "dont")

const builtIn: ReadonlyArray<string> = optOutPhrases.map(plainWords)
