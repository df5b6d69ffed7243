import { Schema } from "effect"

/** The do-not-call list has no such entry. Nothing changed, and nothing was dialled. */
export class SuppressionNotFound extends Schema.TaggedError<SuppressionNotFound>()(
  "SuppressionNotFound",
  /** The id of the entry, or the number with its middle hidden. */
  { id: Schema.String },
  { httpApiStatus: 404 }
) {
  override get message(): string {
    return `${this.id} is not on the do-not-call list; nothing changed. List it with \`outbound suppress list\`; simulated calls have a list of their own (--simulate). No phone rang.`
  }
}
