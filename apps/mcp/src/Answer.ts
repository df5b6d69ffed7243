import type { Reply } from "./Question.ts"

/** What a person said: yes, no, or nothing that can be told from a host which answers by itself. */
export type Said = "yes" | "no" | "nothing"

/**
 * Reads an answer. A yes is an accepted form with its box ticked. Hosts that show nothing decline at once, so a no counts
 * only after a second; a form that was put away, or sent without its box, says nothing. Null: nobody could be asked, or
 * nobody answered in time.
 */
export const whatWasSaid = (reply: Reply | null): Said => {
  if (reply === null) return "nothing"
  switch (reply.action) {
    case "accept":
      return reply.box === true ? "yes" : reply.box === false ? "no" : "nothing"
    case "decline":
      return reply.afterMillis > quickestNoMillis ? "no" : "nothing"
    case "cancel":
      return "nothing"
  }
}

/** Nobody reads a question and says no to it within a second. */
const quickestNoMillis = 1_000
