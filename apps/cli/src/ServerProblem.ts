import { Data } from "effect"
import type { Failure } from "./Failure.ts"

/** What the server answered, or what stands between it and this command; as it is shown. */
export class ServerProblem extends Data.TaggedError("ServerProblem")<{ readonly failure: Failure }> {
  override get message(): string {
    return this.failure.message
  }
}
