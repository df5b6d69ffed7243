import { Effect } from "effect"
import type { McpTest } from "effect/ai"
import { asTimePasses, use } from "../World.ts"

/** What the follower does next. */
export interface Step {
  readonly tool: string | null
  readonly arguments: Readonly<Record<string, unknown>>
}

/** Where the follower came to. */
export interface Walk {
  /** The tools used; one that was used several times in a row is named once. */
  readonly path: ReadonlyArray<string>
  /** Whether nothing was left to do, an error ended it, or it never came to an end. */
  readonly end: "nothing left" | "error" | "no end"
  /** The last result, or the text of the error. */
  readonly result: Readonly<Record<string, unknown>>
  readonly text: string
}

/** More steps than any errand needs: a call of ten minutes takes fourteen waits. */
const mostSteps = 20

/**
 * A client without a mind: it does what each `next_step` says, and nothing else. Of the person it knows the wish, which a
 * step to check a call leaves to it.
 */
export const follow = Effect.fnUntraced(function* (client: McpTest.Client, first: Step, wish: object = {}) {
  const path: Array<string> = []
  let step = first
  let answer = { isError: false, text: "", result: {} as Readonly<Record<string, unknown>> }
  for (let steps = 0; step.tool !== null; steps++) {
    if (steps === mostSteps) return { path, end: "no end", ...answer } satisfies Walk
    if (path.at(-1) !== step.tool) path.push(step.tool)
    answer = yield* asTimePasses(
      use(client, step.tool, step.tool === "check_call" ? { ...wish, ...step.arguments } : step.arguments)
    )
    if (answer.isError) return { path, end: "error", ...answer } satisfies Walk
    step = answer.result["next_step"] as Step
  }
  return { path, end: "nothing left", ...answer } satisfies Walk
})
