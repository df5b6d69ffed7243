/** What happened, as one number: two runs of a seed that differ anywhere end with different hashes. */
export class Trace {
  readonly lines: Array<string> | null
  private low = 0x811c9dc5
  private high = 0x1b873593

  constructor(keepLines: boolean) {
    this.lines = keepLines ? [] : null
  }

  add(line: string): void {
    this.lines?.push(line)
    for (let index = 0; index < line.length; index++) {
      const code = line.charCodeAt(index)
      this.low = Math.imul(this.low ^ code, 0x01000193)
      this.high = Math.imul(this.high ^ (code + index), 0x85ebca6b) ^ (this.high >>> 13)
    }
  }

  get hash(): string {
    return [this.low, this.high].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("")
  }
}
