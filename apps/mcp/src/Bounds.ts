import type { InvalidRequest } from "@outbound-call/core"
import { plain } from "@outbound-call/core/RenderTranscript"

/** More problems at once would be read by nobody. */
export const mostProblems = 10

/** One line of at most so many characters. Others have a part in the words: a provider, a server, whoever wrote the arguments. */
export const short = (text: string, most: number): string => {
  const line = plain(text)
  return line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line
}

/** A name that a next step may repeat: it can say nothing but itself. */
export const isPlainName = (text: string): boolean => /^[\w.-]{1,64}$/.test(text)

/** An address that a browser opens, as others gave it; null for what is none. */
export const webAddress = (text: string | null): string | null =>
  text !== null && /^https?:\/\/[\x21-\x7e]{1,500}$/.test(text) ? text : null

/** The first problems of a request, and how many more there are. */
export const problemsIn = ({ problems, ring }: InvalidRequest): string => {
  const told = problems.slice(0, mostProblems).map(({ message }) => short(message, 200))
  const more = problems.length - told.length
  return `${told.join(" ")}${more > 0 ? ` And ${more} more.` : ""} ${ring}`
}
