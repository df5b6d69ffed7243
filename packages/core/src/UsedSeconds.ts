import { type Call, isFinal, isLineDown, phoneMayHaveRung } from "./Call.ts"

/** How many seconds a call has cost; null until it is known, and what was reserved for it stays taken. */
export const usedSeconds = (call: Call): number | null => {
  if (isFinal(call) && !phoneMayHaveRung(call)) return 0
  return isLineDown(call) ? call.durationSeconds : null
}
