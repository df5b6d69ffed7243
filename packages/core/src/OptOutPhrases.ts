import { dutch } from "./opt-outs/dutch.ts"
import { english } from "./opt-outs/english.ts"
import { french } from "./opt-outs/french.ts"
import { german } from "./opt-outs/german.ts"
import { italian } from "./opt-outs/italian.ts"
import { portuguese } from "./opt-outs/portuguese.ts"
import { spanish } from "./opt-outs/spanish.ts"

/**
 * How people say that they want no more calls: what somebody is told to do no more, to whom, and not "later" or "before
 * nine". A wish that is not heard rings a person again; one that is heard without having been said costs a call. So a
 * doubt is heard, and only what is plainly something else ("do not call me a liar") is left out.
 *
 * Each is a regular expression on `plainWords`. A space may stand for the end of a sentence, and `END` is one.
 */
const phrases: Readonly<Record<string, ReadonlyArray<string>>> = {
  English: english,
  French: french,
  German: german,
  Spanish: spanish,
  Italian: italian,
  Dutch: dutch,
  Portuguese: portuguese
}

/**
 * A text as its words alone, so that writing and speech recognition make no difference: no case, no accents and no
 * apostrophes, `dont` for `do not`, one space between words and around them, and " . " where a sentence may end.
 */
export const plainWords = (text: string): string =>
  ` ${text
    .normalize("NFKD")
    .replace(/\p{M}|['’ʼ`´]/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[.!?…;:,。！？¡¿]+|[-–—]{2,}|\s[-–—]\s/gu, " . ")
    .replace(/[^\p{L}\p{N}.]+/gu, " ")
    .trim()
    .replace(/\bdo not\b/g, "dont")} `

const compiled = (source: string): RegExp =>
  new RegExp(` ${source.replaceAll("END", "(?= \\.| $)").replaceAll(" ", "(?: \\.)* ")}(?= )`, "u")

/** The wish not to be called again, in each language, to be looked for in `plainWords`. */
export const optOutPhrases: ReadonlyArray<readonly [language: string, RegExp]> = Object.entries(phrases).flatMap(
  ([language, sources]) => sources.map((source) => [language, compiled(source)] as const)
)
