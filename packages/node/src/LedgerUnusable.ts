import { Schema } from "effect"

/** The ledger's file or database cannot be used. Nothing is dialled without a ledger. */
export class LedgerUnusable extends Schema.TaggedError<LedgerUnusable>()("LedgerUnusable", {
  /** The path of the file, or the name and the host of the database. */
  ledger: Schema.String,
  reason: Schema.String,
  nextStep: Schema.String
}) {
  override get message(): string {
    return `The ledger ${this.ledger} cannot be used: ${this.reason} No phone rang: without a ledger nothing is dialled. ${this.nextStep}`
  }
}
