import { Effect } from "effect"

/** Waits for what comes: `until` is back when it is so, and `look` is called whenever it may have become so. */
export const makeLookout = () => {
  const looks = new Set<() => void>()
  const until = (isSo: () => boolean) =>
    Effect.callback<void>((resume) => {
      const look = () => {
        if (!isSo()) return
        looks.delete(look)
        resume(Effect.void)
      }
      looks.add(look)
      look()
    })
  return { look: () => looks.forEach((look) => look()), until }
}
