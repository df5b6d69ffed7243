/** Seeded chance: the same seed gives the same choices. */
export interface Chance {
  /** From 0 up to 1. */
  readonly next: () => number
  /** A whole number from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number
  readonly pick: <A>(choices: ReadonlyArray<readonly [weight: number, choice: A]>) => A
  readonly shuffle: <A>(items: ReadonlyArray<A>) => Array<A>
}

export const seeded = (seed: string): Chance => {
  let state = hash(seed)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick = <A>(choices: ReadonlyArray<readonly [number, A]>): A => {
    let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0)
    const found = choices.find(([weight]) => (left -= weight) < 0) ?? choices[0]
    if (found === undefined) throw new Error("nothing to choose from")
    return found[1]
  }
  const shuffle = <A>(items: ReadonlyArray<A>): Array<A> => items.toSorted(() => next() - 0.5)
  return { next, between, pick, shuffle }
}

/** A seed to print: from `TORTURE_SEED`, else of the moment. */
export const readSeed = (): number => Number(process.env["TORTURE_SEED"] ?? Date.now() % 1_000_000)

const hash = (text: string): number => {
  let value = 2_166_136_261
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return value
}
