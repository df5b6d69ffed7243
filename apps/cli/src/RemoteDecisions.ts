import type { Client } from "@outbound-call/api/Client"
import { maskPhoneNumber } from "@outbound-call/core/PhoneNumber"
import { readSuppressedNumber } from "@outbound-call/core/ReadSuppressedNumber"
import { SuppressionNotFound } from "@outbound-call/core/SuppressionErrors"
import { heldAgainst } from "@outbound-call/core/VerifyAudit"
import { Effect, Layer, Result } from "effect"
import type { Asked } from "./Asked.ts"
import { Decisions, type SuppressionText } from "./Decisions.ts"
import { failureFrom } from "./ServerFailure.ts"

/** What was decided at a server, as its key may see and change it. */
export const layer = (client: Client, asked: Asked): Layer.Layer<Decisions> => {
  const failed = Effect.mapError(failureFrom(asked))
  const ofEntry = (id: string) => Effect.mapError(failureFrom({ ...asked, id }))

  const check = (number: string, region: string | undefined) =>
    client.policy.check({ payload: question(number, region) }).pipe(failed)

  const remove = (id: string) => client.policy.remove({ params: { id } }).pipe(ofEntry(id))

  const page = (after: number, limit: number) => client.audit.list({ query: { after, limit } }).pipe(failed)

  return Layer.succeed(Decisions, {
    policy: client.policy.show({}).pipe(failed),
    reopen: (by) =>
      client.policy.reopen({ payload: { by } }).pipe(
        Effect.map(({ reopened }) => reopened),
        failed
      ),
    suppress: Effect.fnUntraced(function* (numbers: ReadonlyArray<string>, { note, region, source }: SuppressionText) {
      // A server takes one at a time: all are read before the first is added.
      if (numbers.length > 1) yield* Effect.forEach(numbers, (number) => check(number, region), { discard: true })
      const told = yield* Effect.forEach([...new Set(numbers)], (number) =>
        client.policy
          .add({ payload: { ...question(number, region), source, ...(note === null ? {} : { note }) } })
          .pipe(failed)
      )
      return {
        added: told.flatMap(({ added, suppression }) => (added ? [suppression] : [])),
        known: told.filter(({ added }) => !added).length,
        cancelled: told.reduce((sum, { cancelled }) => sum + cancelled, 0),
        underWay: told.flatMap(({ underWay }) => underWay.map((id) => ({ id, to: null })))
      }
    }),
    release: Effect.fnUntraced(function* (target, region) {
      if (target.startsWith("sup_")) return yield* remove(target)
      const { suppression } = yield* check(target, region)
      const read = readHere(target, region)
      return suppression === null
        ? yield* new SuppressionNotFound({ id: read === null ? "The number" : maskPhoneNumber(read) })
        : yield* remove(suppression.id)
    }),
    suppressions: ({ cursor, limit }) =>
      client.policy.list({ query: { limit, ...(cursor === undefined ? {} : { cursor }) } }).pipe(failed),
    standing: (number, region) =>
      Effect.map(check(number, region), ({ suppression }) => ({ number: readHere(number, region), suppression })),
    audit: page,
    verify: Effect.fnUntraced(function* (noted) {
      const verdict = yield* client.audit.verification({}).pipe(failed)
      const lines = noted === null || noted.entries === 0 ? [] : (yield* page(noted.entries - 1, 1)).entries
      return heldAgainst(verdict, noted, lines[0])
    }),
    evidence: (id) => client.audit.evidence({ params: { id } }).pipe(ofEntry(id))
  })
}

/** The server reads numbers by a region of its own, which is not known here. */
const readHere = (number: string, region: string | undefined) =>
  Result.getOrElse(readSuppressedNumber(number, region), () => null)

const question = (number: string, region: string | undefined) => ({
  number,
  ...(region === undefined ? {} : { region })
})
