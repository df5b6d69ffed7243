import { Schema } from "effect"

/** A call was to be approved, and no person did. It still waits; nothing was dialled. */
export class NeedsPerson extends Schema.TaggedError<NeedsPerson>()("NeedsPerson", {
  reason: Schema.Literals(["no-terminal", "other-digits"])
}) {
  override get message(): string {
    return this.reason === "no-terminal"
      ? "Only a person at a terminal approves a call, and standard input is none. The call still waits; nothing was dialled. Run `outbound approve` yourself."
      : "These are not the last four digits of the number. The call still waits; nothing was dialled. To cancel it: `outbound deny <id>`."
  }
}
