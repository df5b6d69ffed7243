import type { CallingRule } from "./CallingRule.ts"
export const rulesFor = (_: {
  readonly region: string | null
  readonly states: ReadonlyArray<string>
  readonly isStateGiven: boolean
  readonly purpose: "informational" | "requested" | "sales"
  readonly at: number
}): ReadonlyArray<CallingRule> => []
