/** Words by which an agent says that it is none of us, in the languages that are called most. */
const aiWords: ReadonlyArray<RegExp> = [
  /(?<![\p{L}\p{N}.])(?:AI|A\.I\.|IA|KI)(?![\p{L}\p{N}])/u,
  /artificial intelligence|intelligence artificielle|künstliche[nr]? intelligenz|inteligencia artificial|inteligência artificial|intelligenza artificiale|kunstmatige intelligentie/iu,
  /\b(?:automated|virtual|digital|computer[- ]generated) (?:\p{L}+ )?(?:assistant|agent|call|caller|voice)/iu,
  /(?:assistante?|agente?) (?:virtuell?e?|virtual|virtuale|automatis[ée]e?|digitale?)|appel automatis[ée]/iu,
  /(?:virtuelle[rn]?|digitale[rn]?|automatische[rn]?) (?:assistent|anruf|agent)/iu,
  /\b(?:robot|chatbot|voicebot|bot)\b/iu
]

const recordingWords =
  /record(?:s|ed|ing)|enregistr|aufgezeichnet|aufzeichn|grabad[ao]|grabando|gravad[ao]|registrat[ao]|opgenomen/iu

/** Whether a first message says that an AI speaks. */
export const saysItIsAi = (message: string): boolean => aiWords.some((words) => words.test(message))

/** Whether a first message says that the call is recorded. */
export const saysItRecords = (message: string): boolean => recordingWords.test(message)

/** Whether a first message names the one for whom the agent calls. */
export const saysIdentity = (message: string, identity: string): boolean => folded(message).includes(folded(identity))

const folded = (text: string): string => text.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim()
