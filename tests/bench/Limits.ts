/**
 * How strict the limits are. `BENCH_LIMITS=0` lets nothing keep to them, so that a test can see that a miss is noticed.
 */
const share = Number(process.env["BENCH_LIMITS"] ?? 1)

/** Whether a figure is no more than its limit; the program exits with 1 when one is. */
export const atMost = (figure: number, limit: number): boolean => note(figure <= limit * share)

/** Whether a figure is no less than its limit; the program exits with 1 when one is. */
export const atLeast = (figure: number, limit: number): boolean => note(figure >= limit / share)

const note = (isKept: boolean): boolean => {
  if (!isKept) process.exitCode = 1
  return isKept
}
