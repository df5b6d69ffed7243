import { Clock, Effect, Random } from "effect"

const letters = (count: number, alphabet: string): Effect.Effect<string> =>
  Effect.map(Random.Random, (random) =>
    Array.from({ length: count }, () => alphabet[Math.floor(random.nextDoubleUnsafe() * alphabet.length)]).join("")
  )

const hexDigits = "0123456789abcdef"
const lowercase = "0123456789abcdefghijklmnopqrstuvwxyz"

/** So many random hexadecimal digits. */
export const hex = (count: number): Effect.Effect<string> => letters(count, hexDigits)

/** An id that sorts by time: `<prefix><9 characters of time><17 random>`. */
export const timedId = (prefix: string): Effect.Effect<string> =>
  Effect.zipWith(
    Clock.currentTimeMillis,
    letters(17, lowercase),
    (now, random) => `${prefix}${Math.floor(now).toString(36).padStart(9, "0")}${random}`
  )
