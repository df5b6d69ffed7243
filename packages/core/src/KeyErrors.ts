import { Schema } from "effect"

/** No key of this ledger has the id. Nothing changed, and nothing was dialled. */
export class KeyNotFound extends Schema.TaggedError<KeyNotFound>()(
  "KeyNotFound",
  { id: Schema.String },
  { httpApiStatus: 404 }
) {
  override get message(): string {
    return `There is no key ${this.id} here; nothing changed, and no phone rang by this. List the keys with \`outbound keys list\`; simulated calls have keys of their own (--simulate).`
  }
}

/** A key that may do nothing any more cannot be rotated. Nothing changed. */
export class KeyNotActive extends Schema.TaggedError<KeyNotActive>()(
  "KeyNotActive",
  { id: Schema.String, state: Schema.Literals(["expired", "revoked"]) },
  { httpApiStatus: 409 }
) {
  override get message(): string {
    return `${this.id} is ${this.state} and cannot be rotated; nothing changed. Make a new key with \`outbound keys create\`.`
  }
}
