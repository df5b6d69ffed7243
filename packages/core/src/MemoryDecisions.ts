import { Clock, DateTime, Effect } from "effect"
import { type Breaker, Breakers } from "./Breakers.ts"
import { accountOf, type Call, type NumberedCall } from "./Call.ts"
import { numberForms } from "./NumberForms.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import type { Standing } from "./MemoryDialCounts.ts"
import { type Suppression, Suppressions } from "./Suppressions.ts"
import { TranscriptReads } from "./TranscriptReads.ts"

/** What stands against calls by the decision of a person, or of a breaker, in memory. */
export interface MemoryDecisions {
  readonly suppressions: Suppressions["Service"]
  readonly breakers: Breakers["Service"]
  readonly transcriptReads: TranscriptReads["Service"]
  readonly standing: (call: NumberedCall) => Standing
  readonly trip: (call: Call, reason: string) => void
}

export const makeDecisions = (): MemoryDecisions => {
  const entries = new Map<string, Suppression>()
  const tripped = new Map<string, Breaker & { reopenedAt: number | null }>()
  const reads = new Map<string, number>()
  const open = () => [...tripped.values()].filter(({ reopenedAt }) => reopenedAt === null)

  const entryOf = (number: PhoneNumber) =>
    numberForms(number)
      .map((form) => entries.get(form))
      .find((entry) => entry !== undefined) ?? null

  return {
    suppressions: Suppressions.of({
      add: (added) =>
        Effect.sync(() =>
          added.filter((entry) => {
            const isNew = !entries.has(entry.number)
            if (!isNew) return false
            entries.set(entry.number, entry)
            return true
          })
        ),
      remove: (number) =>
        Effect.sync(() => {
          const entry = entryOf(number)
          for (const form of numberForms(number)) entries.delete(form)
          return entry
        }),
      find: (number) => Effect.sync(() => entryOf(number)),
      get: (id) => Effect.sync(() => [...entries.values()].find((entry) => entry.id === id) ?? null),
      count: Effect.sync(() => entries.size),
      list: ({ cursor, limit }) =>
        Effect.sync(() => {
          const found = [...entries.values()]
            .filter(({ id }) => cursor === undefined || id < cursor)
            .toSorted((a, b) => (a.id < b.id ? 1 : -1))
          return {
            suppressions: found.slice(0, limit),
            nextCursor: found.length > limit ? (found[limit - 1]?.id ?? null) : null
          }
        })
    }),
    breakers: Breakers.of({
      tripped: Effect.sync(open),
      reopen: () =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          const reopened = open()
          for (const breaker of reopened) breaker.reopenedAt = now
          return reopened
        })
    }),
    transcriptReads: TranscriptReads.of({
      add: (owner, at) =>
        Effect.sync(() => {
          reads.set(owner, Math.max(DateTime.toEpochMillis(at), reads.get(owner) ?? 0))
        })
    }),
    standing: ({ owner, to }) => {
      const entry = entryOf(to)
      const breaker = open()[0]
      return {
        lastTranscriptReadAt: reads.get(owner) ?? null,
        suppression: entry === null ? null : { source: entry.source, at: DateTime.toEpochMillis(entry.addedAt) },
        breaker:
          breaker === undefined ? null : { reason: breaker.reason, at: DateTime.toEpochMillis(breaker.trippedAt) },
        reopenedAt: Math.max(0, ...[...tripped.values()].map(({ reopenedAt }) => reopenedAt ?? 0))
      }
    },
    trip: ({ createdAt, identity }, reason) => {
      const account = accountOf(identity)
      tripped.set(account, { account, reason, trippedAt: createdAt, reopenedAt: null })
    }
  }
}
