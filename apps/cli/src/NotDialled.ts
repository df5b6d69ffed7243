import type { ProviderError } from "@outbound-call/core/CallErrors"
import { Data } from "effect"

/** The provider could not be asked before the dial, so nothing was dialled. Trying again rings nobody twice. */
export class NotDialled extends Data.TaggedError("NotDialled")<{ readonly cause: ProviderError }> {
  override get message(): string {
    return `${this.cause.message} Nothing was dialled: no phone rang.`
  }
}
