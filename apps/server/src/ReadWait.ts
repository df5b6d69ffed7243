/**
 * How many seconds a client asks to wait for the end of a call: the preference `wait` (RFC 7240, section 4.3), 60 at
 * most; null when it asks for none. Of several only the first counts, and one that cannot be read is no preference.
 */
export const readWait = (prefer: string | undefined): number | null => {
  const preferences = withoutSeparatorsInQuotes(prefer ?? "").split(",")
  const wait = preferences
    .map((preference) => preference.split(";", 1)[0] ?? "")
    .find((text) => /^\s*wait\b/i.test(text))
  const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*$/i.exec(wait ?? "")?.[1]
  return seconds === undefined ? null : Math.min(Number(seconds), mostSeconds)
}

/** Whether a client asks that a call waits for a person's approval: the preference `approval=wait`. */
export const waitsForApproval = (prefer: string | undefined): boolean => has(prefer, /^\s*approval\s*=\s*"?wait"?\s*$/i)

/** Whether a follower wants nothing of what is said: the preference `turns=none`. */
export const prefersNoTurns = (prefer: string | undefined): boolean => has(prefer, /^\s*turns\s*=\s*"?none"?\s*$/i)

const has = (prefer: string | undefined, wanted: RegExp): boolean =>
  withoutSeparatorsInQuotes(prefer ?? "")
    .split(",")
    .some((preference) => wanted.test(preference.split(";", 1)[0] ?? ""))

const mostSeconds = 60

const withoutSeparatorsInQuotes = (text: string): string =>
  text.replace(/"[^"]*"/g, (quoted) => quoted.replace(/[,;]/g, " "))
