import type { Principal } from "@outbound-call/core"
import { Clock, Effect } from "effect"

/** How many sessions one key has at most, and how long one is kept that is not used, in milliseconds. */
export const sessionLimits = { perKey: 32, idleMillis: 3_600_000 }

interface Session {
  readonly owner: string
  /** The line of the key that began it, since of two keys of one owner one may do more; null where none is asked for. */
  readonly keyLine: string | null
  usedAt: number
}

/**
 * The sessions of older revisions of the protocol, which nobody else ends: each belongs to the key that began it and
 * its rotations, which have so many of them, and those that are not used are forgotten. What `begin` gives has to be
 * ended in the protocol.
 */
export const makeSessions = () => {
  const sessions = new Map<string, Session>()

  /** Whether a session is the principal's; that it was used is noted. */
  const use = Effect.fnUntraced(function* (id: string, principal: Principal) {
    const session = sessions.get(id)
    if (session === undefined || !isOf(session, principal)) return false
    session.usedAt = yield* Clock.currentTimeMillis
    sessions.delete(id)
    sessions.set(id, session)
    return true
  })

  /** Notes a session that began, and gives the ids of those that have to end: unused ones, and the oldest of the same key. */
  const begin = Effect.fnUntraced(function* (id: string, principal: Principal) {
    const now = yield* Clock.currentTimeMillis
    sessions.set(id, { owner: principal.owner, keyLine: lineOf(principal), usedAt: now })
    const unused = [...sessions].filter(([, { usedAt }]) => usedAt <= now - sessionLimits.idleMillis)
    const own = [...sessions].filter(([, session]) => isOf(session, principal))
    const surplus = own.slice(0, Math.max(0, own.length - sessionLimits.perKey))
    const ended = [...new Set([...unused, ...surplus].map(([old]) => old))]
    for (const old of ended) sessions.delete(old)
    return ended
  })

  return { begin, use, end: (id: string) => Effect.sync(() => void sessions.delete(id)) }
}

const isOf = ({ keyLine, owner }: Session, principal: Principal): boolean =>
  owner === principal.owner && keyLine === lineOf(principal)

const lineOf = ({ key }: Principal): string | null => key?.line ?? null
