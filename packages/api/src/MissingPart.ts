import { CallNotFound } from "@outbound-call/core/CallErrors"

type MissingPart = NonNullable<CallNotFound["missing"]>

/** What a call does not have, by the code of its problem; none where the call itself is not known. */
export const codeOfMissing = {
  conversation: "no-conversation",
  recording: "no-recording",
  evidence: "no-evidence",
  erased: "call-erased"
} as const satisfies Record<MissingPart, string>

/** The error that a problem with such a code was made of. */
export const notFoundBy = (code: string, id: string): CallNotFound => {
  const missing = parts.find((part) => codeOfMissing[part] === code)
  return missing === undefined ? new CallNotFound({ id }) : new CallNotFound({ id, missing })
}

const parts = ["conversation", "recording", "evidence", "erased"] as const
