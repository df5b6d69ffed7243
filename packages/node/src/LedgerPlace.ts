import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Option, Schema } from "effect"
import type { BuiltInProfile } from "@outbound-call/core/policy/PolicyProfile"
import { type DatabaseUrl, describeDatabase, readDatabaseUrl } from "./DatabaseUrl.ts"
import { directories } from "./Directories.ts"
import { setting } from "./Setting.ts"

/** The configuration cannot be used; every problem is listed. Nothing was dialled. */
export class ConfigurationError extends Schema.TaggedError<ConfigurationError>()("ConfigurationError", {
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `${this.problems.join("\n")}\nNo phone rang.`
  }
}

/** Where the ledger of one side is: real calls, or simulated ones. The two never meet. */
export interface LedgerPlace {
  readonly simulated: boolean
  /** The file, also where a database is the ledger: beside it lies the marker of the last call placed from here. */
  readonly ledgerFile: string
  /** The PostgreSQL database in the file's place; only real calls are kept in one. */
  readonly database: DatabaseUrl | null
  /** The emulator's record of dials, beside the simulated ledger. */
  readonly dialLogFile: string
}

/** Whether there is a ledger at this place; asking makes none. */
export const hasLedger = ({ database, ledgerFile }: LedgerPlace): Effect.Effect<boolean> =>
  Effect.sync(() => database !== null || existsSync(ledgerFile))

/** The ledger as it is shown. */
export const describeLedger = ({ database, ledgerFile }: LedgerPlace): string =>
  database === null ? ledgerFile : describeDatabase(database)

export interface ConfigurationOptions {
  /** Use the emulator and ring no phone. Asked for by the user, never assumed. */
  readonly simulate?: boolean | undefined
  /** What calls are judged by where `OUTBOUND_PROFILE` names no profile; `default` when left out. */
  readonly profile?: BuiltInProfile | undefined
}

/** Every variable that is read, for the environment and for the config file. */
export const variableNames = [
  "ELEVENLABS_API_KEY",
  "ELEVEN_LABS_AGENT_ID",
  "ELEVENLABS_AGENT_ID",
  "PHONE_NUMBER_ID",
  "TWILIO_PHONE_NUMBER",
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_KEY",
  "TWILIO_API_KEY_SECRET",
  "TWILIO_BASE_URL",
  "DATABASE_URL",
  "ELEVENLABS_BASE_URL",
  "ELEVENLABS_RESIDENCY",
  "ELEVENLABS_WEBHOOK_SECRET",
  "ELEVENLABS_WEBHOOK_SECRET_PREVIOUS",
  "OUTBOUND_PROVIDER",
  "OUTBOUND_REGION",
  "OUTBOUND_OWNER",
  "OUTBOUND_PROFILE",
  "OUTBOUND_APPROVAL_MINUTES",
  "OUTBOUND_SIMULATE_APPROVALS",
  "OUTBOUND_DASHBOARD_URL",
  "OUTBOUND_DIAL_TIMEOUT",
  "OUTBOUND_FOLLOW_SECONDS",
  "OUTBOUND_LIST_LAG_SECONDS",
  "OUTBOUND_RETENTION_DAYS",
  "OUTBOUND_EMULATOR_SCALE"
] as const

export type Variable = (typeof variableNames)[number]
export type Values = { readonly [name in Variable]?: string }

/** Whether simulation is asked for, by flag or by `OUTBOUND_PROVIDER=emulator`; and where that side's ledger is. */
export const readLedgerPlace = Effect.fn("readLedgerPlace")(function* (options: ConfigurationOptions = {}) {
  const { problems, values } = yield* readValues
  const provider = values.OUTBOUND_PROVIDER
  if (provider !== undefined && provider !== "elevenlabs" && provider !== "emulator") {
    problems.push(`OUTBOUND_PROVIDER is ${JSON.stringify(provider)}; it is elevenlabs or emulator.`)
  }
  const simulated = options.simulate === true || provider === "emulator"
  const url = simulated ? undefined : values.DATABASE_URL
  const database = url === undefined ? null : readDatabaseUrl(url)
  if (database === undefined) {
    problems.push("DATABASE_URL names no PostgreSQL database: it is postgres://user:password@host:port/database.")
  }
  if (problems.length > 0 || database === undefined) return yield* new ConfigurationError({ problems })
  return yield* ledgerPlace(simulated, database)
})

/** The ledger of real or of simulated calls. */
export const ledgerPlace = Effect.fnUntraced(function* (simulated: boolean, database: DatabaseUrl | null = null) {
  const { data } = yield* directories
  const folder = simulated ? join(data, "simulated") : data
  return {
    simulated,
    database,
    ledgerFile: join(folder, "ledger.sqlite"),
    dialLogFile: join(folder, "dials.jsonl")
  } satisfies LedgerPlace
})

/** The value of every variable that is set, the environment before the config file; and what is wrong with the file. */
export const readValues = Effect.gen(function* () {
  const problems: Array<string> = []
  const { configFile } = yield* directories
  const file = readConfigFile(configFile, problems)
  const values: { [name in Variable]?: string } = {}
  for (const name of variableNames) {
    const text = ((yield* setting(name)) ?? file.texts[name] ?? "").trim()
    if (text !== "") values[name] = text
  }
  return { values, profiles: file.profiles, optOut: file.optOut, problems }
})

/** The texts of the config file, and beside them its profiles and its words for an opt-out, which are objects. */
const ConfigFile = Schema.StructWithRest(
  Schema.Struct({ profiles: Schema.optionalKey(Schema.Unknown), optOut: Schema.optionalKey(Schema.Unknown) }),
  [Schema.Record(Schema.String, Schema.Unknown)]
)
const decodeFile = Schema.decodeUnknownOption(Schema.fromJsonString(ConfigFile))

interface ConfigTexts {
  readonly texts: { readonly [name: string]: string }
  readonly profiles: unknown
  readonly optOut: unknown
}

const readConfigFile = (path: string, problems: Array<string>): ConfigTexts => {
  const text = readText(path, problems)
  const none: ConfigTexts = { texts: {}, profiles: undefined, optOut: undefined }
  if (text === undefined) return none
  const settings = decodeFile(text)
  if (Option.isNone(settings)) {
    problems.push(`${path} is not a JSON object.`)
    return none
  }
  const { optOut, profiles, ...texts } = settings.value
  return { texts: readTexts(texts, path, problems), profiles, optOut }
}

const readTexts = (given: { readonly [name: string]: unknown }, path: string, problems: Array<string>) => {
  const names: ReadonlyArray<string> = variableNames
  const texts: { [name: string]: string } = {}
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name)) problems.push(`${path} sets ${JSON.stringify(name)}, which is not a setting.`)
    else if (typeof value !== "string") problems.push(`${path} sets ${name} to something that is no text.`)
    else texts[name] = value
  }
  return texts
}

/** Undefined where there is no file. One that is there and cannot be read may hold what calls are judged by. */
const readText = (path: string, problems: Array<string>): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "it broke"
    if (code !== "ENOENT" && code !== "ENOTDIR")
      problems.push(
        `${path} cannot be read: ${code}. Make it readable, or name another file with OUTBOUND_CONFIG_FILE.`
      )
    return undefined
  }
}
