import { readFileSync } from "node:fs"
import { join } from "node:path"
import { AgentId, type CallSettingsShape, type Live, PhoneNumberId, readPhoneNumber } from "@outbound-call/core"
import { Config, Effect, Option, Redacted, Result, Schema } from "effect"
import { directories } from "./Directories.ts"

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
  readonly ledgerFile: string
  /** The emulator's record of dials, beside the simulated ledger. */
  readonly dialLogFile: string
}

/** Everything a process needs to place and follow calls. */
export interface Configuration extends LedgerPlace {
  readonly live: Live.LiveOptions
  /** How many seconds of a simulated call pass in one real second. */
  readonly emulatorScale: number
  /** A listening emulator to be used in place of the one in this process. */
  readonly emulatorUrl?: string | undefined
}

export interface ConfigurationOptions {
  /** Use the emulator and ring no phone. Asked for by the user, never assumed. */
  readonly simulate?: boolean | undefined
}

/** Every variable that is read, for the environment and for the config file. */
export const variableNames = [
  "ELEVENLABS_API_KEY",
  "ELEVEN_LABS_AGENT_ID",
  "ELEVENLABS_AGENT_ID",
  "PHONE_NUMBER_ID",
  "TWILIO_PHONE_NUMBER",
  "TWILIO_ACCOUNT_SID",
  "ELEVENLABS_BASE_URL",
  "ELEVENLABS_RESIDENCY",
  "OUTBOUND_PROVIDER",
  "OUTBOUND_REGION",
  "OUTBOUND_OWNER",
  "OUTBOUND_DASHBOARD_URL",
  "OUTBOUND_EMULATOR_SCALE"
] as const

type Variable = (typeof variableNames)[number]
type Values = { readonly [name in Variable]?: string }

/** Whether simulation is asked for, by flag or by `OUTBOUND_PROVIDER=emulator`; and where that side's ledger is. */
export const readLedgerPlace = Effect.fn("readLedgerPlace")(function* (options: ConfigurationOptions = {}) {
  const { problems, values } = yield* readValues
  const provider = values.OUTBOUND_PROVIDER
  if (provider !== undefined && provider !== "elevenlabs" && provider !== "emulator") {
    problems.push(`OUTBOUND_PROVIDER is ${JSON.stringify(provider)}; it is elevenlabs or emulator.`)
  }
  if (problems.length > 0) return yield* new ConfigurationError({ problems })
  return yield* ledgerPlace(options.simulate === true || provider === "emulator")
})

/** The ledger of real or of simulated calls. */
export const ledgerPlace = Effect.fnUntraced(function* (simulated: boolean) {
  const { data } = yield* directories
  const folder = simulated ? join(data, "simulated") : data
  return {
    simulated,
    ledgerFile: join(folder, "ledger.sqlite"),
    dialLogFile: join(folder, "dials.jsonl")
  } satisfies LedgerPlace
})

/**
 * Reads the whole configuration from the environment and the config file; the environment wins. A simulation takes its
 * account from the emulator and nothing of the real one. `ConfigurationError` lists every problem at once.
 */
export const readConfiguration = Effect.fn("readConfiguration")(function* (
  options: ConfigurationOptions = {}
): Effect.fn.Return<Configuration, ConfigurationError> {
  const place = yield* readLedgerPlace(options)
  const { problems, values } = yield* readValues
  const scale = Number(values.OUTBOUND_EMULATOR_SCALE ?? "10")
  if (!(scale > 0 && scale <= 1000)) problems.push("OUTBOUND_EMULATOR_SCALE is a number above 0 and up to 1000.")
  const region = values.OUTBOUND_REGION
  if (region !== undefined && !/^[A-Z]{2}$/.test(region)) {
    problems.push(`OUTBOUND_REGION is ${JSON.stringify(region)}; it is two capital letters such as US.`)
  }
  const owner = values.OUTBOUND_OWNER ?? "local"
  const live = place.simulated ? simulatedLive(owner, region, values) : realLive(owner, region, values, problems)
  if (problems.length > 0 || live === undefined) return yield* new ConfigurationError({ problems })
  return { ...place, live, emulatorScale: scale }
})

/** The account that the emulator comes with. */
const simulatedLive = (owner: string, region: string | undefined, values: Values): Live.LiveOptions => ({
  provider: {
    kind: "emulator",
    baseUrl: "http://emulator.localhost",
    apiKey: Redacted.make("emulator"),
    dashboard: values.OUTBOUND_DASHBOARD_URL ?? hosts.global.dashboard
  },
  settings: {
    owner,
    region,
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    purpose: "test"
  },
  pollIntervalMillis: 250
})

const realLive = (
  owner: string,
  region: string | undefined,
  values: Values,
  problems: Array<string>
): Live.LiveOptions | undefined => {
  const apiKey = values.ELEVENLABS_API_KEY
  if (apiKey === undefined) {
    problems.push("ELEVENLABS_API_KEY is not set. Set it, or simulate without keys and phones: --simulate.")
  } else if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    problems.push("ELEVENLABS_API_KEY holds spaces or characters that no key has: copy it again.")
  }
  const host = readHost(values, problems)
  const settings = readSettings(owner, region, values, problems)
  if (apiKey === undefined || problems.length > 0) return undefined
  return {
    provider: {
      kind: "elevenlabs",
      baseUrl: host.baseUrl,
      apiKey: Redacted.make(apiKey),
      dashboard: values.OUTBOUND_DASHBOARD_URL ?? host.dashboard,
      twilioAccount: values.TWILIO_ACCOUNT_SID
    },
    settings
  }
}

const readSettings = (
  owner: string,
  region: string | undefined,
  values: Values,
  problems: Array<string>
): CallSettingsShape => {
  const agents = [values.ELEVEN_LABS_AGENT_ID, values.ELEVENLABS_AGENT_ID].filter((id) => id !== undefined)
  if (new Set(agents).size > 1) problems.push("ELEVEN_LABS_AGENT_ID and ELEVENLABS_AGENT_ID differ: keep one of them.")
  const agentId = readId(AgentId, "ELEVEN_LABS_AGENT_ID", agents[0], problems)
  const phoneNumberId = readId(PhoneNumberId, "PHONE_NUMBER_ID", values.PHONE_NUMBER_ID, problems)
  const caller = values.TWILIO_PHONE_NUMBER === undefined ? undefined : readPhoneNumber(values.TWILIO_PHONE_NUMBER)
  if (caller !== undefined && Result.isFailure(caller)) {
    problems.push("TWILIO_PHONE_NUMBER is not a phone number in E.164, for example +14155550100.")
  }
  return {
    owner,
    agentId,
    phoneNumberId,
    callerNumber: caller !== undefined && Result.isSuccess(caller) ? caller.success : undefined,
    region
  }
}

const readId = <A>(
  schema: Schema.Codec<A, string>,
  name: Variable,
  text: string | undefined,
  problems: Array<string>
): A | undefined => {
  if (text === undefined) return undefined
  const id = Schema.decodeUnknownOption(schema)(text)
  if (Option.isSome(id)) return id.value
  problems.push(`${name} is not an id: letters, digits, _ and - only.`)
  return undefined
}

/** Residency hosts of the provider. https://elevenlabs.io/docs/product-guides/administration/data-residency */
const hosts = {
  global: { baseUrl: "https://api.elevenlabs.io", dashboard: dashboardOf("elevenlabs.io") },
  us: { baseUrl: "https://api.us.elevenlabs.io", dashboard: dashboardOf("elevenlabs.io") },
  eu: { baseUrl: "https://api.eu.residency.elevenlabs.io", dashboard: dashboardOf("eu.residency.elevenlabs.io") },
  in: { baseUrl: "https://api.in.residency.elevenlabs.io", dashboard: dashboardOf("in.residency.elevenlabs.io") },
  sg: { baseUrl: "https://api.sg.residency.elevenlabs.io", dashboard: dashboardOf("sg.residency.elevenlabs.io") }
}

function dashboardOf(host: string): string {
  return `https://${host}/app/agents/history/`
}

const isResidency = (name: string): name is keyof typeof hosts => Object.hasOwn(hosts, name)

const readHost = (values: Values, problems: Array<string>): { readonly baseUrl: string; readonly dashboard: string } => {
  const residency = values.ELEVENLABS_RESIDENCY ?? "global"
  if (!isResidency(residency)) {
    problems.push(`ELEVENLABS_RESIDENCY is ${JSON.stringify(residency)}; it is global, us, eu, in or sg.`)
    return hosts.global
  }
  if (values.ELEVENLABS_BASE_URL === undefined) return hosts[residency]
  const url = URL.parse(values.ELEVENLABS_BASE_URL)
  if (url === null || url.username !== "" || url.search !== "" || !isAllowedOrigin(url)) {
    problems.push("ELEVENLABS_BASE_URL is an https URL without credentials or query; plain http only for this machine.")
  }
  return { baseUrl: values.ELEVENLABS_BASE_URL.replace(/\/+$/, ""), dashboard: hosts[residency].dashboard }
}

const isAllowedOrigin = (url: URL): boolean => url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)

const readValues = Effect.gen(function* () {
  const problems: Array<string> = []
  const { configFile } = yield* directories
  const file = readConfigFile(configFile, problems)
  const values: { [name in Variable]?: string } = {}
  for (const name of variableNames) {
    const fromEnvironment = yield* Config.option(Config.String(name)).pipe(Effect.orElseSucceed(() => Option.none()))
    const text = Option.getOrElse(fromEnvironment, () => file[name] ?? "").trim()
    if (text !== "") values[name] = text
  }
  return { values, problems }
})

const decodeFile = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Record(Schema.String, Schema.String)))

const readConfigFile = (path: string, problems: Array<string>): { readonly [name: string]: string } => {
  const text = readText(path)
  if (text === undefined) return {}
  const settings = decodeFile(text)
  if (Option.isNone(settings)) {
    problems.push(`${path} is not a JSON object of texts.`)
    return {}
  }
  const names: ReadonlyArray<string> = variableNames
  for (const name of Object.keys(settings.value).filter((key) => !names.includes(key))) {
    problems.push(`${path} sets ${JSON.stringify(name)}, which is not a setting.`)
  }
  return settings.value
}

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}
