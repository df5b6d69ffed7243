import type { ApiKey } from "./ApiKey.ts"
import { CallRefused } from "./CallErrors.ts"

/** So many calls in any span of this length. */
export interface CallWindow {
  readonly per: "minute" | "day"
  readonly millis: number
  readonly calls: number
}

/** The limits of a key for placing calls, as windows that slide. */
export const callWindows = ({ limits }: ApiKey): ReadonlyArray<CallWindow> => [
  ...(limits.callsPerMinute === null ? [] : [{ per: "minute" as const, millis: minute, calls: limits.callsPerMinute }]),
  ...(limits.callsPerDay === null ? [] : [{ per: "day" as const, millis: day, calls: limits.callsPerDay }])
]

/**
 * The refusal of a window that is full. `placedAt` is when the oldest call that fills it was placed: there is room again
 * when that one leaves it.
 */
export const overLimit = (window: CallWindow, placedAt: number, now: number): CallRefused => {
  const retryAfterSeconds = Math.max(1, Math.ceil((placedAt + window.millis - now) / 1000))
  return new CallRefused({
    code: "rate-limited",
    reason: `This key places at most ${window.calls} call${window.calls === 1 ? "" : "s"} a ${window.per}, and has placed that many.`,
    nextStep: `Try again in ${retryAfterSeconds} s.`,
    callId: null,
    retryAfterSeconds
  })
}

const minute = 60_000
const day = 86_400_000
