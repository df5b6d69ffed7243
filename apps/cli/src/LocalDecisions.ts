import { CallSettings } from "@outbound-call/core/CallSettings"
import { checkNumber } from "@outbound-call/core/CheckNumber"
import { getEvidence } from "@outbound-call/core/GetEvidence"
import { getPolicy } from "@outbound-call/core/GetPolicy"
import { listAudit } from "@outbound-call/core/ListAudit"
import { listSuppressions } from "@outbound-call/core/ListSuppressions"
import { readSuppressedNumber } from "@outbound-call/core/ReadSuppressedNumber"
import { releaseNumber, releaseSuppression } from "@outbound-call/core/ReleaseNumber"
import { reopenDialling } from "@outbound-call/core/ReopenDialling"
import { suppressNumbers } from "@outbound-call/core/SuppressNumbers"
import { verifyAudit } from "@outbound-call/core/VerifyAudit"
import * as Ledger from "@outbound-call/node/Ledger"
import type { LedgerPlace } from "@outbound-call/node/LedgerPlace"
import type { LedgerUnusable } from "@outbound-call/node/LedgerUnusable"
import { readPolicy } from "@outbound-call/node/ReadPolicy"
import { Effect, Layer } from "effect"
import { Decisions } from "./Decisions.ts"

/** What the ledger at a place, which is opened, holds; decided by this configuration. */
export const layer = (place: LedgerPlace): Layer.Layer<Decisions, LedgerUnusable> =>
  Layer.effect(
    Decisions,
    Effect.map(Effect.context<Layer.Success<ReturnType<typeof Ledger.layer>>>(), (services) => {
      const settings = readPolicy({ simulate: place.simulated })
      return Decisions.of({
        policy: Effect.flatMap(settings, (told) => Effect.provideService(getPolicy(), CallSettings, told)).pipe(
          Effect.provideContext(services)
        ),
        // That one may not is for keys, and here is none.
        reopen: (by) =>
          reopenDialling(by).pipe(Effect.catchTag("MayNotReopen", Effect.die), Effect.provideContext(services)),
        suppress: Effect.fnUntraced(function* (texts, { note, region, source }) {
          const told = yield* settings
          const numbers = new Set(
            yield* Effect.forEach(texts, (text) => Effect.fromResult(readSuppressedNumber(text, region ?? told.region)))
          )
          const { added, cancelled, underWay } = yield* suppressNumbers(
            [...numbers].map((number) => ({ number, source, note })),
            told.owner
          ).pipe(Effect.provideContext(services))
          return { added, known: numbers.size - added.length, cancelled, underWay }
        }),
        release: Effect.fnUntraced(function* (target, region) {
          const { owner: by, region: home } = yield* settings
          return yield* (
            target.startsWith("sup_")
              ? releaseSuppression(target, { by })
              : releaseNumber(target, { by, region: region ?? home })
          ).pipe(Effect.provideContext(services))
        }),
        suppressions: (page) => listSuppressions(page).pipe(Effect.provideContext(services)),
        standing: (number, region) =>
          Effect.flatMap(settings, (told) => checkNumber(number, region ?? told.region)).pipe(
            Effect.provideContext(services)
          ),
        audit: (after, limit) => listAudit(after, limit).pipe(Effect.provideContext(services)),
        verify: (noted) => verifyAudit(noted).pipe(Effect.provideContext(services)),
        evidence: (id) => getEvidence(id).pipe(Effect.provideContext(services))
      })
    })
  ).pipe(Layer.provide(Ledger.layer(place)))
