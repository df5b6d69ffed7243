/** What processes that share a ledger keep to. A limit that is null does not exist. */
export interface Limits {
  readonly callsPerMinute: number | null
  readonly callsPerHour: number | null
  readonly callsPerDay: number | null
  readonly liveCalls: number | null
  readonly minutesPerDay: number | null
  readonly dollarsPerDay: number | null
  readonly attemptsPerHour: number | null
  readonly attemptsPerDay: number | null
  readonly coolDownSeconds: number
}

/** What one of several processes is to do: to claim as many calls as it is let. */
export interface Order {
  /** A file, or the URL of a database. */
  readonly ledger: { readonly file: string } | { readonly database: string }
  readonly limits: Limits
  /** Whether it asks first and claims afterwards, as a client without a policy of the ledger would. */
  readonly isNaive: boolean
  readonly seed: string
  /** All processes read one clock: it stands at `begin` at the instant `since`, and runs so many times too fast. */
  readonly clock: { readonly begin: number; readonly since: number; readonly speed: number }
  readonly numbers: number
  readonly claims: number
}

export interface Done {
  readonly claimed: number
  readonly refused: Readonly<Record<string, number>>
}
