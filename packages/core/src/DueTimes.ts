/** What can wait: where it stands in the index, -1 when it does not wait. Only the index writes it. */
export interface Waiting {
  place: number
}

/**
 * When each of many is due, the earliest first. One that waits costs two words and no fiber; setting, moving and taking
 * one takes time in the logarithm of their number.
 */
export class DueTimes<A extends Waiting> {
  private readonly times: Array<number> = []
  private readonly waiting: Array<A> = []

  /** The earliest time set, in epoch milliseconds; null when nothing waits. */
  get next(): number | null {
    return this.times[0] ?? null
  }

  /** When an entry is due; null when it does not wait. */
  timeOf({ place }: A): number | null {
    return this.times[place] ?? null
  }

  /** Sets or moves the time at which an entry is due. */
  schedule(entry: A, atMillis: number): void {
    if (entry.place < 0) {
      this.put(this.waiting.length, entry, atMillis)
      return this.rise(entry.place)
    }
    const before = this.times[entry.place] ?? 0
    this.times[entry.place] = atMillis
    if (atMillis < before) this.rise(entry.place)
    else this.sink(entry.place)
  }

  remove(entry: A): void {
    const { place } = entry
    if (place < 0) return
    entry.place = -1
    const last = this.waiting.pop()
    const time = this.times.pop()
    if (last === undefined || time === undefined || last === entry) return
    this.put(place, last, time)
    this.rise(place)
    this.sink(last.place)
  }

  /** Lets everything be due so much later. */
  move(millis: number): void {
    for (const [place, time] of this.times.entries()) this.times[place] = time + millis
  }

  /** Takes out the one that has been due for longest; null when none is. */
  take(nowMillis: number): A | null {
    const [first] = this.waiting
    if (first === undefined || (this.times[0] ?? Infinity) > nowMillis) return null
    this.remove(first)
    return first
  }

  private rise(from: number): void {
    for (let place = from; place > 0;) {
      const parent = (place - 1) >> 1
      if (!this.isBefore(place, parent)) return
      this.swap(place, parent)
      place = parent
    }
  }

  private sink(from: number): void {
    for (let place = from; ;) {
      const left = 2 * place + 1
      const child = left + 1 < this.times.length && this.isBefore(left + 1, left) ? left + 1 : left
      if (child >= this.times.length || !this.isBefore(child, place)) return
      this.swap(place, child)
      place = child
    }
  }

  private isBefore(a: number, b: number): boolean {
    return (this.times[a] ?? Infinity) < (this.times[b] ?? Infinity)
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.waiting[a], this.waiting[b]]
    const [time, otherTime] = [this.times[a], this.times[b]]
    if (one === undefined || other === undefined || time === undefined || otherTime === undefined) return
    this.put(a, other, otherTime)
    this.put(b, one, time)
  }

  private put(place: number, entry: A, time: number): void {
    this.waiting[place] = entry
    this.times[place] = time
    entry.place = place
  }
}
