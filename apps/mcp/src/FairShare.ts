/** A place that an owner holds. */
export interface Place {
  readonly id: string
  readonly owner: string
}

/** How many places there are for one owner, and for all of them together. */
export interface Places {
  readonly perOwner: number
  readonly inAll: number
}

/**
 * Who gives up a place for a new one of this owner, given the places that are held, the oldest first: the owner's own
 * oldest where they have as many as one may have; where all are held, the oldest of whoever holds most, if that is fairer.
 * Null: nobody has to. "none": there is no place for them.
 */
export const givesWay = (
  held: ReadonlyArray<Place>,
  owner: string,
  { inAll, perOwner }: Places
): Place | null | "none" => {
  const byOwner = Map.groupBy(held, (place) => place.owner)
  const own = byOwner.get(owner) ?? []
  if (own.length >= perOwner) return own[0] ?? "none"
  if (held.length < inAll) return null
  const [most = []] = [...byOwner.values()].toSorted((a, b) => b.length - a.length)
  return most.length > own.length + 1 ? (most[0] ?? "none") : "none"
}
