/** What is known of names, each with a number. */
export interface Remembered {
  readonly keep: (owner: string, name: string, value: number) => void
  /** Whoever has it. */
  readonly find: (name: string) => number | undefined
  readonly forget: (name: string) => void
}

/** Remembers the newest of each owner, so many at most: who has many takes no place from others. */
export const makeRemembered = (mostPerOwner: number): Remembered => {
  const held = new Map<string, Map<string, number>>()
  return {
    keep: (owner, name, value) => {
      const own = held.get(owner) ?? new Map<string, number>()
      held.set(owner, own)
      own.delete(name)
      own.set(name, value)
      const [oldest] = own.keys()
      if (own.size > mostPerOwner && oldest !== undefined) own.delete(oldest)
    },
    find: (name) => {
      const found = [...held.values()].flatMap((own) => own.get(name) ?? [])
      return found.length === 0 ? undefined : Math.max(...found)
    },
    forget: (name) => {
      for (const [owner, own] of held) if (own.delete(name) && own.size === 0) held.delete(owner)
    }
  }
}
