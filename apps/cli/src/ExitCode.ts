/** What the process ends with, and what that means. `--help` and the documentation are printed from this table. */
export const exitCodes = {
  done: { code: 0, meaning: "done; for a call: a person answered and the call is over" },
  other: { code: 1, meaning: "anything else, also a call that failed after it was picked up" },
  usage: { code: 2, meaning: "the command or the request is wrong; nothing was dialled" },
  configuration: { code: 3, meaning: "configuration or authentication is wrong; nothing was dialled" },
  refused: { code: 4, meaning: "refused by our own rules; nothing was dialled" },
  notDialled: { code: 5, meaning: "not dialled: the provider rejected it, or it was never sent" },
  unknown: { code: 6, meaning: "it may have rung: do not call again, run `outbound recover <id>`" },
  notAnswered: { code: 7, meaning: "the call is over and no person answered" },
  stillGoing: { code: 8, meaning: "stopped waiting; the call goes on" },
  interrupted: { code: 130, meaning: "interrupted; the message says whether a call is under way" }
} as const

export type Ending = keyof typeof exitCodes
export type ExitCode = (typeof exitCodes)[Ending]["code"]

/** The table as lines of text. */
export const exitCodeLines: ReadonlyArray<string> = Object.values(exitCodes).map(
  ({ code, meaning }) => `${String(code).padStart(3)}  ${meaning}`
)
