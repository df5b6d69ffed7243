import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { MemoryInbox, WebhookInbox } from "@outbound-call/core"
import { Effect, Layer } from "effect"
import * as LedgerFile from "../src/LedgerFile.ts"
import { at, inboxContract, webhookOf } from "./InboxContract.ts"

const temporaryFile = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-inbox-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
).pipe(Effect.map((folder) => join(folder, "ledger.sqlite")))

inboxContract("in memory", MemoryInbox.layer)
inboxContract("in a file", Layer.unwrap(Effect.map(temporaryFile, LedgerFile.layer)))

it.live("a file keeps its webhooks when it is closed", () =>
  Effect.gen(function* () {
    const file = yield* temporaryFile
    yield* Effect.gen(function* () {
      const inbox = yield* WebhookInbox
      yield* inbox.add(webhookOf(1))
      yield* inbox.add(webhookOf(2))
      yield* inbox.move(webhookOf(2).id, "applied")
    }).pipe(Effect.provide(LedgerFile.layer(file)))
    yield* Effect.gen(function* () {
      const inbox = yield* WebhookInbox
      assert.deepEqual(yield* inbox.open(at(9)), [{ ...webhookOf(1), state: "received" }])
      assert.isFalse(yield* inbox.add(webhookOf(2)))
    }).pipe(Effect.provide(LedgerFile.layer(file)))
  }).pipe(Effect.scoped)
)
