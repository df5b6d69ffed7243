import { Context, DateTime, Effect, Layer } from "effect"
import { advance } from "./AdvanceCall.ts"
import type { ApiKey, ApiKeyId } from "./ApiKey.ts"
import { Breakers } from "./Breakers.ts"
import { type Call, identityKey, isLive, type NumberedCall, numbered, phoneMayHaveRung } from "./Call.ts"
import { CallNotFound, type CallRefused, IdempotencyMismatch } from "./CallErrors.ts"
import type { StoredEvent } from "./CallEvent.ts"
import { callWindows, overLimit } from "./CallBudget.ts"
import type { CallId } from "./CallIds.ts"
import {
  CallLedger,
  type CallQuery,
  type Claim,
  type IdempotencyKey,
  isLostRepeat,
  isRepeat,
  restoredKeys,
  sameRequestSpan,
  storedKey
} from "./CallLedger.ts"
import { type LedgerNews, makeLedgerNews } from "./LedgerNews.ts"
import { liveCallOf } from "./LiveCall.ts"
import { makeDecisions, type MemoryDecisions } from "./MemoryDecisions.ts"
import { type CountedCall, historyOf, takenIn } from "./MemoryDialCounts.ts"
import { makeMemoryFeed, type MemoryFeed } from "./MemoryFeed.ts"
import { makeRetention } from "./MemoryRetention.ts"
import { isOpen, takeTime, takeTooLate, takeYes, waitingCall, whyPlanned } from "./DecideApproval.ts"
import type { Advanced } from "./MoveCall.ts"
import { turnOf } from "./policy/PolicyRefusal.ts"
import { evaluatePolicy } from "./policy/EvaluatePolicy.ts"
import { kinOf } from "./policy/KinOf.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import { CurrentPrincipal } from "./Principal.ts"
import { Retention } from "./Retention.ts"
import { showOwnCalls } from "./ShowOwnCalls.ts"
import { Suppressions } from "./Suppressions.ts"
import { TranscriptReads } from "./TranscriptReads.ts"
import { type ApprovalOrder, type ApprovalOutcome, type WaitingRequest, waitingRequest } from "./WaitingRequest.ts"
import { isSamePhone } from "./NumberForms.ts"

interface Row extends CountedCall {
  call: Call
  order: PolicyOrder | null
  isStranger: boolean
  kin: number
  /** While it waits for a person. */
  waiting: WaitingRequest | null
  readonly key: string
  readonly canonicalRequest: string
  /** The line of the key with which it was placed. */
  readonly keyLine: ApiKeyId | null
  readonly events: Array<StoredEvent>
}

/**
 * A ledger in memory, with the same rules as the durable one. For tests and for programs that accept losing the record
 * of their calls when they stop: it cannot keep a restarted program from calling someone twice.
 */
export const layer: Layer.Layer<CallLedger | Suppressions | Breakers | TranscriptReads | Retention> =
  Layer.effectContext(
    Effect.map(makeLedgerNews, (news) => {
      const decisions = makeDecisions()
      const rows = new Map<CallId, Row>()
      const feed = makeMemoryFeed()
      return Context.make(CallLedger, makeLedger(rows, feed, news, decisions)).pipe(
        Context.add(Retention, makeRetention(rows, feed)),
        Context.add(Suppressions, decisions.suppressions),
        Context.add(Breakers, decisions.breakers),
        Context.add(TranscriptReads, decisions.transcriptReads)
      )
    })
  )

const makeLedger = (
  rows: Map<CallId, Row>,
  feed: MemoryFeed,
  { appended, ring, tell }: LedgerNews,
  decisions: MemoryDecisions
) => {
  /** The call of each given key: its own, or that of the same request which it took. */
  const keys = new Map<string, Row>()
  const newestFirst = (): ReadonlyArray<Row> => [...rows.values()].toReversed()

  const find = (id: string) =>
    Effect.suspend(() => {
      const row = newestFirst().find(({ call }) => call.id === id || call.conversationId === id)
      return row === undefined ? Effect.fail(new CallNotFound({ id })) : Effect.succeed(row)
    })

  const judge = (call: NumberedCall, order: PolicyOrder) => {
    const now = DateTime.toEpochMillis(call.createdAt)
    const history = historyOf([...rows.values()], decisions.standing(call), call, order)
    return { evaluation: evaluatePolicy(order.facts, history, order.profile, now), kin: kinOf(history, now) }
  }

  const claim = (call: NumberedCall, canonicalRequest: string, key: IdempotencyKey, order: PolicyOrder | null) =>
    Effect.flatMap(CurrentPrincipal, (principal): Effect.Effect<Claim, CallRefused | IdempotencyMismatch> => {
      const ofKey = key.type === "given" ? keys.get(nameOf(call, key)) : undefined
      if (ofKey !== undefined) {
        return ofKey.canonicalRequest === canonicalRequest
          ? Effect.succeed({ type: "replay", call: ofKey.call })
          : Effect.fail(new IdempotencyMismatch({ callId: ofKey.call.id }))
      }
      const same = newestFirst().find((row) => isSameRequest(row, call, canonicalRequest, sameRequestSpan(key)))
      if (same !== undefined) {
        if (key.type === "given") keys.set(nameOf(call, key), same)
        return Effect.succeed({ type: "replay", call: same.call })
      }
      const lost = newestFirst().find(
        (row) =>
          key.type === "given" &&
          row.key.startsWith(restoredKeys) &&
          row.call.owner === call.owner &&
          isLostRepeat(row.call, call)
      )
      if (lost !== undefined) return Effect.succeed({ type: "replay", call: lost.call })
      const refusal = limitReached(principal?.key ?? null, call)
      if (refusal !== null) return Effect.fail(refusal)
      const blocking = newestFirst().find((row) => isLive(row.call) && blocks(row, call))
      if (blocking !== undefined) return Effect.succeed({ type: "busy", call: blocking.call })
      const { evaluation, kin } = order === null ? { evaluation: null, kin: 0 } : judge(call, order)
      const wish = evaluation?.decision === "needs-approval" ? order?.waits : undefined
      if (evaluation !== null && evaluation.decision !== "allow" && wish === undefined) {
        if (evaluation.trips !== null) decisions.trip(call, evaluation.trips)
        return Effect.succeed({ type: "refused", evaluation })
      }
      const keyLine = principal?.key?.line ?? null
      const claimed =
        evaluation !== null && wish !== undefined ? waitingCall(call, evaluation, wish.withinMillis) : call
      const row: Row = {
        call: claimed,
        to: call.to,
        order: wish === undefined ? order : null,
        isStranger: isStranger(call),
        kin: wish === undefined ? kin : 0,
        waiting: order !== null && wish !== undefined ? waitingRequest(order, wish) : null,
        canonicalRequest,
        events: [],
        keyLine,
        key: storedKey(call, key)
      }
      rows.set(call.id, row)
      if (key.type === "given") keys.set(nameOf(call, key), row)
      append(row, {
        at: call.createdAt,
        type: "status",
        cause: "claim",
        status: claimed.status,
        message: whyPlanned(claimed),
        detail: null
      })
      return Effect.as(
        ring,
        wish === undefined ? { type: "claimed", call: claimed, ledgerAt: null } : { type: "planned", call: claimed }
      )
    })

  const isStranger = ({ to }: NumberedCall): boolean =>
    !newestFirst().some((row) => isSamePhone(row.to, to) && phoneMayHaveRung(row.call))

  const change = (row: Row, { call, events }: Advanced) => {
    row.call = call
    if (call.status !== "planned") row.waiting = null
    for (const event of events) append(row, event)
  }

  const approve = (row: Row, asked: ApprovalOrder): ApprovalOutcome => {
    const before = row.call
    if (!isOpen(before, asked.at)) {
      change(row, takeTime(before, asked.at))
      return { type: "closed", call: row.call }
    }
    if (asked.canonicalRequest !== row.canonicalRequest) return { type: "altered", call: before }
    const yes = takeYes(before, asked)
    const order = { ...asked.order, facts: { ...asked.order.facts, isApproved: true } }
    const approved = numbered(yes.call)
    const { evaluation, kin } = judge(approved, order)
    if (evaluation.decision !== "allow") {
      if (turnOf(evaluation) !== null) return { type: "in-turn", evaluation }
      if (evaluation.trips !== null) decisions.trip(approved, evaluation.trips)
      change(row, takeTooLate(before, evaluation, asked))
      return { type: "refused", call: row.call, evaluation }
    }
    row.order = order
    row.isStranger = isStranger(approved)
    row.kin = kin
    change(row, yes)
    rows.delete(before.id)
    rows.set(before.id, row)
    return { type: "claimed", call: approved, ledgerAt: null }
  }

  const append = (row: Row, told: Omit<StoredEvent, "seq">) => {
    const event = { ...told, seq: row.events.length + 1 }
    row.events.push(event)
    feed.append(row, event)
  }

  const limitReached = (key: ApiKey | null, { createdAt }: Call): CallRefused | null => {
    if (key === null) return null
    const now = DateTime.toEpochMillis(createdAt)
    const placed = newestFirst().flatMap(({ call, keyLine }) =>
      keyLine === key.line ? [DateTime.toEpochMillis(call.createdAt)] : []
    )
    for (const window of callWindows(key)) {
      const placedAt = placed.toSorted((a, b) => b - a)[window.calls - 1]
      if (placedAt !== undefined && placedAt > now - window.millis) return overLimit(window, placedAt, now)
    }
    return null
  }

  return showOwnCalls({
    claim,
    waiting: (id) => Effect.sync(() => rows.get(id)?.waiting ?? null),
    approve: (asked) =>
      find(asked.id).pipe(
        Effect.map((row) => approve(row, asked)),
        Effect.tap(() => ring)
      ),
    judge: (call, order) => Effect.sync(() => judge(call, order).evaluation),
    takenInDay: (account, now) => Effect.sync(() => takenIn([...rows.values()], account, now)),
    lastLook: (claimed) =>
      Effect.map(find(claimed.id), ({ call }) => ({
        call,
        isSuppressed: decisions.standing(claimed).suppression !== null,
        ledgerAt: null
      })),
    find: (id) => Effect.map(find(id), (row) => row.call),
    record: Effect.fnUntraced(function* (id, news) {
      const row = yield* find(id)
      const now = yield* DateTime.now
      const before = row.call
      const next = advance(before, news, now)
      change(row, next)
      yield* tell(before, next)
      return next.call
    }),
    liveCalls: (after, limit) =>
      Effect.sync(() =>
        [...rows.values()]
          .flatMap(({ call }) => (call.id > (after ?? "") ? (liveCallOf(call) ?? []) : []))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .slice(0, limit)
      ),
    events: (id, afterSeq) => Effect.sync(() => (rows.get(id)?.events ?? []).filter((event) => event.seq > afterSeq)),
    feed: (after, limit) => Effect.sync(() => feed.page(after, limit)),
    feedStart: Effect.sync(feed.start),
    appended,
    ready: Effect.void,
    list: (query) =>
      Effect.sync(() => {
        const limit = query.limit ?? 30
        const matching = [...rows.values()]
          .filter((row) => matches(row, query))
          .map((row) => row.call)
          .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        const calls = matching.slice(0, limit)
        return { calls, nextCursor: matching.length > limit ? (calls.at(-1)?.id ?? null) : null }
      })
  })
}

const nameOf = (call: Call, key: IdempotencyKey): string => JSON.stringify([call.owner, storedKey(call, key)])

const isSameRequest = (row: Row, call: Call, canonicalRequest: string, span: number | null): boolean =>
  span !== null &&
  row.call.owner === call.owner &&
  row.canonicalRequest === canonicalRequest &&
  identityKey(row.call.identity) === identityKey(call.identity) &&
  isRepeat(row.call, { type: "same-request", withinMillis: span }) &&
  DateTime.toEpochMillis(call.createdAt) - DateTime.toEpochMillis(row.call.createdAt) < span

const blocks = (live: Row, call: NumberedCall): boolean =>
  isSamePhone(live.to, call.to) && identityKey(live.call.identity) === identityKey(call.identity)

const matches = ({ call, to }: Row, query: CallQuery): boolean =>
  (query.status === undefined || query.status.includes(call.status)) &&
  (query.to === undefined || query.to === to) &&
  (query.owner === undefined || query.owner === call.owner) &&
  (query.live === undefined || query.live === isLive(call)) &&
  (query.createdAfter === undefined ||
    DateTime.toEpochMillis(call.createdAt) >= DateTime.toEpochMillis(query.createdAfter)) &&
  (query.createdBefore === undefined ||
    DateTime.toEpochMillis(call.createdAt) < DateTime.toEpochMillis(query.createdBefore)) &&
  (query.cursor === undefined || call.id < query.cursor)
