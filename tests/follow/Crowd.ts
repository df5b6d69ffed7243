import { createHash } from "node:crypto"
import { DatabaseSync } from "node:sqlite"
import { type Call, CallId } from "@outbound-call/core"
import { DialLog, Emulator, EmulatorServer, type LogEntry } from "@outbound-call/emulator"
import * as LedgerFile from "@outbound-call/node/LedgerFile"
import { Effect, Exit, Layer, Scope } from "effect"

const apiKey = "key-of-the-crowd"

/** A listening emulator at which many phones ring for ever, and what was asked of it. */
export interface Crowd {
  readonly origin: string
  /** Requests for a list of conversations, and for one of them, since the counts were taken last. */
  readonly asked: { lists: number; reads: number }
  /** Settles when so many lists were answered. */
  readonly answered: (lists: number) => Promise<void>
  /** The environment of a process that follows the calls in a data folder. */
  readonly environment: (data: string) => Record<string, string>
  /** Writes the ledger in which all of them are live. */
  readonly writeLedger: (file: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Dials `count` phones, spread over the last minute; the oldest dial is the first. */
export const gatherCrowd = async (count: number): Promise<Crowd> => {
  const now = Date.now()
  const entries: Array<LogEntry> = Array.from({ length: count }, (_, n) =>
    dialOf(n, now - 60_000 + (60_000 * n) / count)
  )
  const asked = { lists: 0, reads: 0 }
  const waiting: Array<{ readonly lists: number; readonly settle: () => void }> = []
  const log = Layer.succeed(DialLog, {
    append: (entry) => Effect.sync(() => void entries.push(entry)),
    read: Effect.sync(() => ({ generation: 0, entries }))
  })
  const counted = Layer.effect(
    Emulator,
    Effect.map(Emulator, (emulator) => ({
      ...emulator,
      handle: (request) => {
        const path = request.url.split("?")[0] ?? ""
        const isList = path === "/v1/convai/conversations"
        if (isList) asked.lists++
        else if (path.startsWith("/v1/convai/conversations/")) asked.reads++
        return Effect.tap(emulator.handle(request), () =>
          Effect.sync(() =>
            waiting.filter(({ lists }) => isList && asked.lists >= lists).forEach(({ settle }) => settle())
          )
        )
      }
    }))
  ).pipe(Layer.provide(Emulator.layer()), Layer.provide(log))
  const scope = Scope.makeUnsafe()
  const services = await Effect.runPromise(
    Layer.buildWithScope(EmulatorServer.layer({ port: 0 }).pipe(Layer.provide(counted)), scope)
  )
  const { baseUrl } = await Effect.runPromise(Effect.provideContext(EmulatorServer, services))
  return {
    origin: baseUrl,
    asked,
    answered: (lists) => new Promise((settle) => waiting.push({ lists, settle })),
    environment: (data) => ({
      ELEVENLABS_API_KEY: apiKey,
      ELEVENLABS_BASE_URL: baseUrl,
      ELEVEN_LABS_AGENT_ID: "agent_plain",
      PHONE_NUMBER_ID: "phnum_demo",
      OUTBOUND_PROFILE: "rig",
      OUTBOUND_DATA_DIR: data,
      OUTBOUND_CONFIG_FILE: `${data}/none.json`
    }),
    writeLedger: (file) => writeLedger(file, entries, new URL(baseUrl).host),
    close: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}

const conversationOf = (n: number) => `conv_${createHash("sha256").update(String(n)).digest("hex").slice(0, 28)}`

/** Rings for ever: the emulated record stays `initiated`. */
const dialOf = (n: number, at: number): LogEntry => ({
  _tag: "dial",
  conversationId: conversationOf(n),
  provider: "twilio",
  agentId: "agent_plain",
  phoneNumberId: "phnum_demo",
  toNumber: "+14155550107",
  callSid: `CA${String(n).padStart(32, "0")}`,
  clientData: {},
  ringingTimeout: 60,
  at: Math.floor(at),
  scale: 1
})

/** Each call has a number of its own, as a ledger demands; the emulator's own number is not looked at. */
const writeLedger = async (file: string, entries: ReadonlyArray<LogEntry>, host: string): Promise<void> => {
  await Effect.runPromise(Effect.scoped(Layer.build(LedgerFile.layer(file))))
  const database = new DatabaseSync(file)
  const workspace = createHash("sha256").update(apiKey).digest("hex").slice(0, 16)
  const identity = { kind: "elevenlabs", host, workspace, phoneNumberId: "phnum_demo", twilioAccount: null } as const
  const insert = database.prepare(`INSERT INTO calls (id, owner, idempotency_key, request_digest, identity, to_number,
    status, live, conversation_id, created_at, call) VALUES (?, 'local', ?, ?, ?, ?, 'initiated', 1, ?, ?, ?)`)
  database.exec("PRAGMA synchronous = OFF; BEGIN")
  for (const [n, entry] of entries.entries()) {
    if (entry._tag !== "dial") continue
    const id = callIdOf(n)
    const to = `+1999${String(n).padStart(7, "0")}`
    const { at, callSid, conversationId } = entry
    const key = `elevenlabs|${host}|${workspace}|phnum_demo`
    const call = JSON.stringify({
      ...template,
      id,
      to,
      userId: id,
      identity: { ...identity, dashboard: "https://example.com/" },
      conversationId,
      callSid,
      createdAt: new Date(at).toISOString()
    })
    insert.run(id, id, id, key, to, conversationId, at, call)
  }
  database.exec("COMMIT")
  database.close()
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const callIdOf = (n: number): CallId => {
  let digits = ""
  for (let rest = n; rest > 0; rest = Math.floor(rest / 32)) digits = crockford[rest % 32] + digits
  return CallId.make(`call_01JD${digits.padStart(22, "0")}`)
}

const template: Omit<
  (typeof Call)["Encoded"],
  "id" | "to" | "userId" | "identity" | "conversationId" | "callSid" | "createdAt"
> = {
  status: "initiated",
  providerStatus: null,
  outcome: null,
  evaluation: null,
  agentId: "agent_plain",
  phoneNumberId: "phnum_demo",
  callerId: null,
  purpose: "test",
  variables: {},
  owner: "local",
  simulated: false,
  answeredAt: null,
  endedAt: null,
  analysedAt: null,
  durationSeconds: null,
  problem: null,
  epoch: 1
}
