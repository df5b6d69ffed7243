import { Schema } from "effect"

/** Whoever places calls does not say that dialling may go on. Nothing changed, and nothing was dialled. */
export class MayNotReopen extends Schema.TaggedError<MayNotReopen>()(
  "MayNotReopen",
  { owner: Schema.String },
  { httpApiStatus: 403 }
) {
  override get message(): string {
    return `The key of ${this.owner} may place calls, and whoever places them does not reopen dialling; nothing changed. Use a key that has policy:write and may not place calls, or \`outbound policy reopen\` on the server. No phone rang.`
  }
}
