/** A sentence that speaks of ringing or of doing it again. */
const hint = /[^."“”{}\n]*\b(?:again|retry|repeat|rang|ring|ringing|placed)\b[^."“”{}\n]*\.?/i

/** What an exception told the caller: its name and status, and what it says of the phone or of a new call, if anything. */
export const toldByError = (error: unknown): string => {
  if (!(error instanceof Error)) return `throws ${String(error)}`
  const name = error.name === "Error" ? error.constructor.name : error.name
  const status = "statusCode" in error ? error.statusCode : "status" in error ? error.status : undefined
  return `throws \`${name}\`${typeof status === "number" ? ` ${status}` : ""}${hintIn(error.message)}`
}

/** What a returned value told the caller. */
export const toldByReply = (id: unknown, reply: { readonly success?: unknown; readonly message?: unknown }): string =>
  typeof id === "string"
    ? "returns the call's id"
    : `returns \`success: ${String(reply.success)}\`${hintIn(String(reply.message))}`

const hintIn = (text: string): string => {
  const said = hint.exec(text)?.[0].trim()
  return said === undefined ? ", no hint" : `: “${said}”`
}
