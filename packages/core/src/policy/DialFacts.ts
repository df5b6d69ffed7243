import type { Purpose } from "../CallRequest.ts"
import type { NumberType } from "../NumberType.ts"
import type { PhoneNumber } from "../PhoneNumber.ts"
import type { Consent } from "../Recipient.ts"

/** What the policy knows of the one call that it judges. */
export interface DialFacts {
  readonly to: PhoneNumber
  readonly type: NumberType
  readonly region: string | null
  /** Region of the caller id; null when the provider does not tell the number. */
  readonly callerRegion: string | null
  /** IANA names of every zone the number may be in; none when nothing is known. */
  readonly zones: ReadonlyArray<string>
  /** ISO 3166-2 codes of the states or provinces that it may be in. */
  readonly states: ReadonlyArray<string>
  /** Whether the request itself named the state. */
  readonly isStateGiven: boolean
  readonly purpose: Purpose
  readonly consent: Consent | null
  readonly simulated: boolean
  /** Whether the provider listens on this machine: then no phone can ring. */
  readonly isProviderLocal: boolean
  /** The first sentence of the agent; null when it is not known. */
  readonly firstMessage: string | null
  /** Whether somebody keeps the sound of the call; true also where that is not known. */
  readonly isRecorded: boolean
  readonly ringingTimeoutSeconds: number
  /** For how long it can cost money: the call's maximum, or the agent's, or the longest that the provider allows. */
  readonly maxDurationSeconds: number
  /** Nobody tells when the agent ends the call: counted is the longest that the provider allows. */
  readonly isLengthUnknown?: boolean
  /** The maximum that the request itself asks for; null when it asks for none. */
  readonly askedSeconds: number | null
  /** How far our clock is from the provider's; null when it is not known. */
  readonly clockOffsetMillis: number | null
  /** A person said yes to this very call. */
  readonly isApproved?: boolean
  /** Whether a call waits for a person in simulation too. */
  readonly simulatesApprovals?: boolean
}

/** What the ledger tells about earlier calls, read in the transaction of the claim. Instants are epoch milliseconds. */
export interface DialHistory {
  readonly suppression: { readonly source: string; readonly at: number } | null
  /** Instants of the calls to the number that may have rung, the newest first: those of the last 31 days, 100 at most. */
  readonly attempts: ReadonlyArray<number>
  readonly attemptsEver: number
  readonly liveCalls: number
  readonly lastDialAt: number | null
  /** When the oldest of the calls that fill a limit was placed; null while there is room. */
  readonly fullSince: { readonly minute: number | null; readonly hour: number | null; readonly day: number | null }
  /** Reserved for calls of the last 24 hours, and spent by those that are over. */
  readonly secondsInDay: number
  readonly microsInDay: number
  /** How many of the six days before had taken four fifths of the budget of a day. Counted when this day's is spent, else 0. */
  readonly budgetDays: number
  /** Other numbers of the same block of a hundred that were called within ten minutes. */
  readonly neighbours: number
  /** Those of the same block that were called for the first time within a day. */
  readonly newNeighbours: number
  /** Numbers called within ten minutes that share a block with another one of them, all blocks of the account together. */
  readonly neighboursInAll: number
  /** Whether this number was never called before. */
  readonly isStranger: boolean
  /** Numbers abroad that were called for the first time within ten minutes, and what was reserved for them. */
  readonly strangersAbroad: { readonly numbers: number; readonly micros: number }
  readonly strangersAbroadInDay: { readonly numbers: number; readonly micros: number }
  /** When the oldest of the newly called numbers that fill a limit was called; null while there is room. */
  readonly strangersFullSince: { readonly tenMinutes: number | null; readonly day: number | null }
  /** How far the clock of the database is ahead of ours; null or left out where it has none of its own. */
  readonly clock?: { readonly aheadMillis: number } | null
  readonly breaker: { readonly reason: string; readonly at: number } | null
  /** When the call's owner last had a call to the number that may have rung; null for never. */
  readonly lastOwnDialAt: number | null
  /** When its owner last read a transcript through an assistant; null for never. */
  readonly lastTranscriptReadAt: number | null
}
