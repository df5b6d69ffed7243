import type { CallRequest } from "./CallRequest.ts"
import { firstInvisible, withInvisibleShown } from "./Invisible.ts"

interface Problem {
  readonly code: "invisible-character"
  readonly field: string
  readonly message: string
}

/**
 * Every text of a request with a character that does not show. Whoever reads it, before they say yes to the call or in its
 * record, would read something else than the agent is told. What is wrong with a number says its own rule.
 */
export const invisibleProblems = ({ region: _region, to: _to, ...request }: CallRequest): ReadonlyArray<Problem> =>
  Object.entries(request).flatMap(([name, value]) => {
    if (typeof value === "string") return problemsIn(name, value)
    return typeof value !== "object"
      ? []
      : Object.entries(value).flatMap(([inner, text]) => [
          ...(name === "variables" ? problemsIn("The name of a variable", inner, name) : []),
          ...(typeof text === "string" ? problemsIn(`${name}.${withInvisibleShown(inner)}`, text) : [])
        ])
  })

const problemsIn = (what: string, text: string, field: string = what): ReadonlyArray<Problem> => {
  const found = firstInvisible(text)
  return found === null
    ? []
    : [
        {
          code: "invisible-character",
          field,
          message: `${what} has a character that does not show, ${found}: what a person reads would not be what is sent.`
        }
      ]
}
