import { Schema } from "effect"
import { CallId } from "./CallIds.ts"

/** A call to the person is live, or its fate is not known. Nothing was erased, and nothing was dialled. */
export class PersonBusy extends Schema.TaggedError<PersonBusy>()("PersonBusy", {
  callId: CallId,
  status: Schema.String
}) {
  override get message(): string {
    return `${this.callId} to this number is ${this.status}: a call that is not over cannot be erased. Nothing was erased. ${this.status === "unknown" ? `Settle it with \`outbound recover ${this.callId}\`` : `Wait for it (\`outbound watch ${this.callId}\`), or end it`}, then erase again.`
  }
}

/**
 * Something of the person could not be erased elsewhere, or it is not proved. Nothing was erased here, so that it can be
 * tried again; what was erased elsewhere stays erased.
 */
export class ErasureIncomplete extends Schema.TaggedError<ErasureIncomplete>()("ErasureIncomplete", {
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `${this.problems.join("\n")}\nNothing was erased here. Erase again: what is gone already is no problem.`
  }
}
