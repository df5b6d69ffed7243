import type { CallingRule } from "./CallingRule.ts"
import { australia } from "./rules/australia.ts"
import { canada } from "./rules/canada.ts"
import { europe } from "./rules/europe.ts"
import { everywhere } from "./rules/everywhere.ts"
import { france } from "./rules/france.ts"
import { unitedKingdom } from "./rules/unitedKingdom.ts"
import { unitedStates } from "./rules/unitedStates.ts"
import { unitedStatesDisclosures } from "./rules/unitedStatesDisclosures.ts"
import { unitedStatesStates } from "./rules/unitedStatesStates.ts"

/** Every rule that is known, in force or not. `rulesFor` picks those of one call. */
export const callingRules: ReadonlyArray<CallingRule> = [
  ...everywhere,
  ...unitedStates,
  ...unitedStatesStates,
  ...unitedStatesDisclosures,
  ...canada,
  ...unitedKingdom,
  ...europe,
  ...france,
  ...australia
]
