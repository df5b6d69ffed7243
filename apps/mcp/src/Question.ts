import type { Principal } from "@outbound-call/core"

/** What a person at the client is asked about one call: a text with all of it, and one box to tick. */
export interface Question {
  readonly callId: string
  /** Whoever asked for the call. */
  readonly asker: string
  readonly text: string
  readonly box: string
  /** When nobody has to be asked any more, epoch milliseconds. */
  readonly until: number
  /** For how long the client may take while the tool waits for it, in milliseconds. */
  readonly patienceMillis: number
}

/** What came back, and how long it took. A host may answer by itself, without anybody having seen the question. */
export interface Reply {
  readonly action: "accept" | "decline" | "cancel"
  /** Whether the box was ticked; null when the answer does not have it. */
  readonly box: boolean | null
  readonly afterMillis: number
}

/** The name of the one box, and of the one question. */
export const boxName = "call"
export const questionName = "approval"

/** The form, as the protocol has it. */
export const formOf = ({ box, text }: Pick<Question, "box" | "text">) => ({
  mode: "form" as const,
  message: text,
  requestedSchema: {
    type: "object" as const,
    properties: { [boxName]: { type: "boolean" as const, title: box, default: false } },
    required: [boxName]
  }
})

/** The key with its rotations: an answer that one key was given a question for is none of another key of its owner. */
export const askerOf = (principal: Principal | null): string =>
  principal === null ? "" : `${principal.owner} ${principal.key?.line ?? ""}`
