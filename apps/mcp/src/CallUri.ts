/** The parts of a call that are resources. */
export type CallPart = "call" | "transcript"

/** The address of a call, or of what was said in it. */
export const callUri = (id: string, part: CallPart = "call"): string =>
  part === "call" ? `call://${id}` : `call://${id}/transcript`

/** What an address names; null when it names no call. */
export const readCallUri = (uri: string): { readonly id: string; readonly part: CallPart } | null => {
  const [, id, transcript] = /^call:\/\/([A-Za-z0-9_-]{1,128})(\/transcript)?$/.exec(uri) ?? []
  return id === undefined ? null : { id, part: transcript === undefined ? "call" : "transcript" }
}
