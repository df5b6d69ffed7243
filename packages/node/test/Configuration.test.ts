import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { assert, it } from "@effect/vitest"
import { ConfigProvider, Duration, Effect, Redacted } from "effect"
import { readConfiguration } from "../src/Configuration.ts"
import { describeDatabase } from "../src/DatabaseUrl.ts"
import { type ConfigurationOptions, describeLedger } from "../src/LedgerPlace.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-config-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

const read = (environment: Record<string, string>, options: ConfigurationOptions & { readonly file?: string } = {}) =>
  Effect.gen(function* () {
    const path = yield* folder
    const configFile = join(path, "config.json")
    if (options.file !== undefined) writeFileSync(configFile, options.file)
    const variables = { OUTBOUND_CONFIG_FILE: configFile, OUTBOUND_DATA_DIR: path, ...environment }
    return yield* readConfiguration(options).pipe(
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(variables))
    )
  }).pipe(Effect.scoped)

const real = {
  ELEVENLABS_API_KEY: "sk_test",
  ELEVEN_LABS_AGENT_ID: "agent_1",
  PHONE_NUMBER_ID: "phnum_1"
}

const problems = (
  environment: Record<string, string>,
  options: ConfigurationOptions & { readonly file?: string } = {}
) => Effect.map(Effect.flip(read(environment, options)), (error) => error.problems)

it.effect("the original service's variables are enough for the real provider", () =>
  Effect.gen(function* () {
    const { live, simulated } = yield* read({ ...real, TWILIO_PHONE_NUMBER: "+14155550199" })
    assert.isFalse(simulated)
    assert.strictEqual(live.provider.baseUrl, "https://api.elevenlabs.io")
    assert.strictEqual(Redacted.value(live.provider.apiKey), "sk_test")
    assert.strictEqual(live.settings.agentId, "agent_1")
    assert.strictEqual(live.settings.phoneNumberId, "phnum_1")
    assert.strictEqual(live.settings.callerNumber, "+14155550199")
    assert.isUndefined(live.settings.region)
  })
)

it.effect("without a key nothing is simulated behind the user's back", () =>
  Effect.gen(function* () {
    const [problem] = yield* problems({})
    assert.match(problem ?? "", /ELEVENLABS_API_KEY is not set.*--simulate, or OUTBOUND_PROVIDER=emulator/)
  })
)

it.effect("how often calls are followed is told in seconds, and is the follower's own where it is not", () =>
  Effect.gen(function* () {
    const told = yield* read({ ...real, OUTBOUND_FOLLOW_SECONDS: "7.5", OUTBOUND_LIST_LAG_SECONDS: "0" })
    assert.deepInclude(told.live, { pollIntervalMillis: 7_500, listLagMillis: 0 })
    const { live } = yield* read(real)
    assert.deepStrictEqual([live.pollIntervalMillis, live.listLagMillis], [undefined, undefined])
  })
)

it.effect("nothing is forgotten by itself unless it is told after how many days, which are not too few", () =>
  Effect.gen(function* () {
    assert.isNull((yield* read(real)).retention)
    const { retention } = yield* read({ ...real, OUTBOUND_RETENTION_DAYS: "31" })
    assert.strictEqual(retention === null ? 0 : Duration.toDays(retention), 31)
    for (const days of ["30", "0", "31.5", "ninety", "4000"]) {
      const [problem] = yield* problems({ ...real, OUTBOUND_RETENTION_DAYS: days })
      assert.match(problem ?? "", /OUTBOUND_RETENTION_DAYS is a whole number of days from 31/, days)
    }
  })
)

it.effect("every problem is listed at once", () =>
  Effect.gen(function* () {
    const found = yield* problems({
      ELEVEN_LABS_AGENT_ID: "agent_1",
      ELEVENLABS_AGENT_ID: "agent_2",
      PHONE_NUMBER_ID: "not an id",
      TWILIO_PHONE_NUMBER: "abc",
      ELEVENLABS_BASE_URL: "http://provider.test",
      ELEVENLABS_RESIDENCY: "mars",
      OUTBOUND_REGION: "usa",
      OUTBOUND_DIAL_TIMEOUT: "0",
      OUTBOUND_FOLLOW_SECONDS: "0.5",
      OUTBOUND_LIST_LAG_SECONDS: "soon",
      OUTBOUND_EMULATOR_SCALE: "0"
    })
    for (const name of [
      "_API_KEY",
      "AGENT_ID",
      "PHONE_NUMBER_ID",
      "TWILIO_PHONE",
      "RESIDENCY",
      "REGION",
      "DIAL_TIMEOUT",
      "FOLLOW_SECONDS",
      "LIST_LAG_SECONDS",
      "SCALE"
    ]) {
      assert.isTrue(
        found.some((problem) => problem.includes(name)),
        name
      )
    }
  })
)

it.effect("plain http is allowed for this machine only", () =>
  Effect.gen(function* () {
    for (const host of ["127.0.0.1:8080", "localhost:1", "[::1]:1"]) {
      assert.strictEqual(
        (yield* read({ ...real, ELEVENLABS_BASE_URL: `http://${host}/` })).live.provider.baseUrl,
        `http://${host}`
      )
    }
    for (const url of [
      "http://provider.test",
      "http://127.0.0.1.evil.test",
      "ftp://127.0.0.1",
      "https://user:pass@provider.test",
      "nonsense"
    ]) {
      assert.match((yield* problems({ ...real, ELEVENLABS_BASE_URL: url }))[0] ?? "", /ELEVENLABS_BASE_URL/)
    }
  })
)

const account = `AC${"1".repeat(32)}`
const key = `SK${"2".repeat(32)}`

/** The credentials that a configuration gives, or what it says is missing. */
const carrier = (environment: Record<string, string>) =>
  Effect.map(read({ ...real, ...environment }), ({ live }) => {
    if (live.carrier === undefined) return "none"
    return "missing" in live.carrier
      ? live.carrier.missing
      : `${live.carrier.baseUrl} ${live.carrier.username} ${Redacted.value(live.carrier.password)}`
  })

it.effect("Twilio is asked with the auth token or with an API key, which wins", () =>
  Effect.gen(function* () {
    const token = { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: "token" }
    const withKey = { TWILIO_ACCOUNT_SID: account, TWILIO_API_KEY: key, TWILIO_API_KEY_SECRET: "secret" }
    assert.strictEqual(yield* carrier(token), `https://api.twilio.com ${account} token`)
    assert.strictEqual(yield* carrier(withKey), `https://api.twilio.com ${key} secret`)
    assert.strictEqual(yield* carrier({ ...token, ...withKey }), `https://api.twilio.com ${key} secret`)
    const other = { ...token, TWILIO_BASE_URL: "http://127.0.0.1:8787/" }
    assert.strictEqual(yield* carrier(other), `http://127.0.0.1:8787 ${account} token`)
  })
)

it.effect("without Twilio's credentials it is known which are missing", () =>
  Effect.gen(function* () {
    const secret = "TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_KEY_SECRET"
    assert.strictEqual(yield* carrier({}), `TWILIO_ACCOUNT_SID with ${secret}`)
    assert.strictEqual(yield* carrier({ TWILIO_ACCOUNT_SID: account }), secret)
  })
)

it.effect("half of Twilio's credentials, or malformed ones, are all told at once", () =>
  Effect.gen(function* () {
    const found = yield* problems({
      ...real,
      TWILIO_API_KEY: "key",
      TWILIO_AUTH_TOKEN: "secret with spaces",
      TWILIO_BASE_URL: "http://twilio.test"
    })
    for (const words of [
      "TWILIO_API_KEY is SK",
      "TWILIO_API_KEY and TWILIO_API_KEY_SECRET belong together",
      "TWILIO_AUTH_TOKEN holds spaces",
      "TWILIO_ACCOUNT_SID is not set",
      "TWILIO_BASE_URL is an https URL"
    ]) {
      assert.isTrue(
        found.some((problem) => problem.startsWith(words)),
        words
      )
    }
    assert.lengthOf(found, 5)
    assert.notInclude(found.join(" "), "secret with")
    assert.match((yield* problems({ ...real, TWILIO_ACCOUNT_SID: "AC1" }))[0] ?? "", /^TWILIO_ACCOUNT_SID is AC and 32/)
    const lone = { ...real, TWILIO_ACCOUNT_SID: account, TWILIO_API_KEY_SECRET: "x" }
    assert.match((yield* problems(lone))[0] ?? "", /belong together/)
  })
)

it.effect("a residency region chooses the host", () =>
  Effect.gen(function* () {
    const { live } = yield* read({ ...real, ELEVENLABS_RESIDENCY: "eu" })
    assert.strictEqual(live.provider.baseUrl, "https://api.eu.residency.elevenlabs.io")
    assert.strictEqual(live.provider.dashboard, "https://eu.residency.elevenlabs.io/app/agents/history/")
  })
)

it.effect("a simulation takes nothing of the real account, and its ledger is another file", () =>
  Effect.gen(function* () {
    const urls = { ELEVENLABS_BASE_URL: "https://provider.test", TWILIO_BASE_URL: "https://twilio.test" }
    const simulation = yield* read({ ...real, ...urls, TWILIO_API_KEY: key }, { simulate: true })
    const named = yield* read({ ...real, OUTBOUND_PROVIDER: "emulator" })
    for (const { ledgerFile, live, simulated } of [simulation, named]) {
      assert.isTrue(simulated)
      assert.strictEqual(live.provider.kind, "emulator")
      assert.strictEqual(live.settings.agentId, "agent_demo")
      assert.notStrictEqual(Redacted.value(live.provider.apiKey), "sk_test")
      assert.deepInclude<unknown>(live.carrier, { baseUrl: "http://emulator.localhost" })
      assert.match(ledgerFile, /simulated[/\\]ledger\.sqlite$/)
    }
  })
)

it.effect(
  "DATABASE_URL puts real calls into a database, from the environment or the config file, and is not shown",
  () =>
    Effect.gen(function* () {
      const url = "postgres://ada:a-secret@db.example.com/calls?sslmode=require"
      const named = { ...real, DATABASE_URL: url }
      for (const place of [yield* read(named), yield* read({}, { file: JSON.stringify(named) })]) {
        assert.strictEqual(place.database === null ? null : Redacted.value(place.database), url)
        assert.strictEqual(describeLedger(place), "PostgreSQL database calls at db.example.com:5432")
        assert.notInclude(JSON.stringify(place) + inspect(place, { depth: 9 }), "a-secret")
      }
      assert.isNull((yield* read(real)).database)
      assert.isNull((yield* read(named, { simulate: true })).database)
    })
)

it.effect("a DATABASE_URL that names no PostgreSQL database is told, and not shown", () =>
  Effect.gen(function* () {
    for (const wrong of [
      "mysql://ada:a-secret@db/calls",
      "postgres://ada:a-secret@db",
      "postgres://ada:a-secret@db:x/c"
    ]) {
      const [problem] = yield* problems({ ...real, DATABASE_URL: wrong })
      assert.match(problem ?? "", /^DATABASE_URL names no PostgreSQL database/)
      assert.notInclude(problem, "a-secret")
    }
    assert.isTrue((yield* read({ DATABASE_URL: "mysql://ada@db/calls" }, { simulate: true })).simulated)
  })
)

it.effect("a database is shown by its host or socket, its port and its name", () =>
  Effect.sync(() => {
    for (const [url, shown] of [
      ["postgres://u:p@[::1]:5433/calls", "calls at ::1:5433"],
      ["postgresql://u@localhost/a%20b?host=/run/postgresql&port=5434", "a b at /run/postgresql:5434"]
    ] as const) {
      assert.strictEqual(describeDatabase(Redacted.make(url)), `PostgreSQL database ${shown}`)
    }
  })
)

it.effect("the environment wins over the config file", () =>
  Effect.gen(function* () {
    const file = JSON.stringify({ ...real, OUTBOUND_REGION: "AU" })
    assert.strictEqual((yield* read({}, { file })).live.settings.region, "AU")
    assert.strictEqual((yield* read({ OUTBOUND_REGION: "US" }, { file })).live.settings.region, "US")
  })
)

it.effect("a config file with an unknown name, or that is no JSON, is told", () =>
  Effect.gen(function* () {
    assert.match((yield* problems(real, { file: `{"AGENT":"x"}` }))[0] ?? "", /"AGENT", which is not a setting/)
    assert.match((yield* problems(real, { file: "{" }))[0] ?? "", /not a JSON object/)
  })
)

it.effect("a config file that is there and cannot be read is told, and not taken for none", () =>
  Effect.gen(function* () {
    const path = yield* folder
    assert.deepStrictEqual(yield* problems({ ...real, OUTBOUND_CONFIG_FILE: path }), [
      `${path} cannot be read: EISDIR. Make it readable, or name another file with OUTBOUND_CONFIG_FILE.`
    ])
  }).pipe(Effect.scoped)
)

it.effect("an unknown provider is an error, not a real call", () =>
  Effect.gen(function* () {
    assert.match((yield* problems({ ...real, OUTBOUND_PROVIDER: "simulator" }))[0] ?? "", /elevenlabs or emulator/)
  })
)

it.effect("the key is never part of the error", () =>
  Effect.gen(function* () {
    const found = yield* problems({ ...real, ELEVENLABS_API_KEY: "sk secret with spaces", OUTBOUND_REGION: "x" })
    assert.notInclude(found.join(" "), "secret")
  })
)

it.effect(
  "words for an opt-out are read from the config file, and a key may be bound to its profiles but not to rig",
  () =>
    Effect.gen(function* () {
      const optOut = { fields: ["no_calls"], phrases: ["leave us in peace"] }
      const file = JSON.stringify({ optOut, profiles: { clinic: { callsPerDay: 5 } } })
      const { live } = yield* read(real, { file })
      assert.deepStrictEqual(live.settings.optOut, optOut)
      assert.strictEqual(live.settings.profiles?.get("clinic")?.callsPerDay, 5)
      assert.deepStrictEqual(
        [...(live.settings.profiles?.keys() ?? [])],
        ["default", "campaign", "assistant", "clinic"]
      )
      for (const wrong of [{ phrase: ["leave"] }, { phrases: "leave" }, { phrases: ["!"] }, "leave"]) {
        const [problem, ...others] = yield* problems(real, { file: JSON.stringify({ optOut: wrong }) })
        assert.match(problem ?? "", /^optOut cannot be used: /)
        assert.deepStrictEqual(others, [])
      }
    })
)
