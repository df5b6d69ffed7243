import {
  AgentId,
  type CallSettingsShape,
  type Live,
  PhoneNumberId,
  type PolicyProfile,
  readPhoneNumber
} from "@outbound-call/core"
import { type Duration, Effect, Option, Redacted, Result, Schema } from "effect"
import {
  ConfigurationError,
  type ConfigurationOptions,
  type LedgerPlace,
  readLedgerPlace,
  readValues,
  type Values,
  type Variable
} from "./LedgerPlace.ts"
import { emulatorUrl } from "./EmulatorUrl.ts"
import { readApproval } from "./ReadApproval.ts"
import { readCarrier, simulatedCarrier } from "./ReadCarrier.ts"
import { readDialTimeout } from "./ReadDialTimeout.ts"
import { readFollowing } from "./ReadFollowing.ts"
import { readOrigin } from "./ReadOrigin.ts"
import { readRegion } from "./ReadRegion.ts"
import { readOptOut } from "./ReadOptOut.ts"
import { keyProfiles, readProfile, readProfiles } from "./ReadProfile.ts"
import { readRetention } from "./ReadRetention.ts"
import { readWebhookSecrets } from "./ReadWebhookSecrets.ts"

/** Everything a process needs to place and follow calls. */
export interface Configuration extends LedgerPlace {
  readonly live: Live.LiveOptions
  /** What the provider's webhooks are signed with, the newest first; none when no webhook is taken. */
  readonly webhookSecrets: ReadonlyArray<Redacted.Redacted>
  /** How long a server keeps what calls held; null when it forgets nothing by itself. */
  readonly retention: Duration.Duration | null
  /** How many seconds of a simulated call pass in one real second. */
  readonly emulatorScale: number
  /** A listening emulator to be used in place of the one in this process. */
  readonly emulatorUrl?: string | undefined
}

/**
 * Reads the whole configuration from the environment and the config file; the environment wins. A simulation takes its
 * account from the emulator and nothing of the real one. `ConfigurationError` lists every problem at once.
 */
export const readConfiguration = Effect.fn("readConfiguration")(function* (
  options: ConfigurationOptions = {}
): Effect.fn.Return<Configuration, ConfigurationError> {
  const place = yield* readLedgerPlace(options)
  const { optOut: words, problems, profiles: written, values: set } = yield* readValues
  const values: Values = { OUTBOUND_PROFILE: options.profile ?? "default", ...set }
  const profiles = readProfiles(written, problems)
  const optOut = readOptOut(words, problems)
  const approval = readApproval(values, problems)
  const scale = Number(values.OUTBOUND_EMULATOR_SCALE ?? "10")
  if (!(scale > 0 && scale <= 1000)) problems.push("OUTBOUND_EMULATOR_SCALE is a number above 0 and up to 1000.")
  const region = readRegion(values, problems)
  const owner = values.OUTBOUND_OWNER ?? "local"
  const live = place.simulated
    ? simulatedLive(owner, region, values, profiles, problems)
    : realLive(owner, region, values, profiles, problems)
  const webhookSecrets = place.simulated ? [] : readWebhookSecrets(values, problems)
  const retention = readRetention(values, problems)
  if (problems.length > 0 || live === undefined) return yield* new ConfigurationError({ problems })
  const settings = { ...live.settings, ...approval, profiles: keyProfiles(profiles), optOut }
  return { ...place, live: { ...live, settings }, webhookSecrets, retention, emulatorScale: scale }
})

/** The account that the emulator comes with. */
const simulatedLive = (
  owner: string,
  region: string | undefined,
  values: Values,
  profiles: ReadonlyMap<string, PolicyProfile>,
  problems: Array<string>
): Live.LiveOptions => ({
  provider: {
    kind: "emulator",
    baseUrl: emulatorUrl,
    apiKey: Redacted.make("emulator"),
    dashboard: values.OUTBOUND_DASHBOARD_URL ?? hosts.global.dashboard
  },
  settings: {
    owner,
    region,
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    purpose: "test",
    profile: readProfile(values, profiles, emulatorUrl, problems)
  },
  carrier: simulatedCarrier(emulatorUrl),
  pollIntervalMillis: 250
})

const realLive = (
  owner: string,
  region: string | undefined,
  values: Values,
  profiles: ReadonlyMap<string, PolicyProfile>,
  problems: Array<string>
): Live.LiveOptions | undefined => {
  const apiKey = values.ELEVENLABS_API_KEY
  if (apiKey === undefined) {
    problems.push(
      "ELEVENLABS_API_KEY is not set. Set it, or simulate without keys and phones: --simulate, or OUTBOUND_PROVIDER=emulator."
    )
  } else if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    problems.push("ELEVENLABS_API_KEY holds spaces or characters that no key has: copy it again.")
  }
  const host = readHost(values, problems)
  const profile = readProfile(values, profiles, host.baseUrl, problems)
  const settings = { ...readSettings(owner, region, values, problems), profile }
  const carrier = readCarrier(values, problems)
  const dialTimeoutMillis = readDialTimeout(values, problems)
  const following = readFollowing(values, problems)
  if (apiKey === undefined || problems.length > 0) return undefined
  return {
    provider: {
      kind: "elevenlabs",
      baseUrl: host.baseUrl,
      apiKey: Redacted.make(apiKey),
      dashboard: values.OUTBOUND_DASHBOARD_URL ?? host.dashboard,
      twilioAccount: values.TWILIO_ACCOUNT_SID,
      dialTimeoutMillis
    },
    settings,
    carrier,
    ...following
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

const readHost = (
  values: Values,
  problems: Array<string>
): { readonly baseUrl: string; readonly dashboard: string } => {
  const residency = values.ELEVENLABS_RESIDENCY ?? "global"
  if (!isResidency(residency)) {
    problems.push(`ELEVENLABS_RESIDENCY is ${JSON.stringify(residency)}; it is global, us, eu, in or sg.`)
    return hosts.global
  }
  const baseUrl = readOrigin("ELEVENLABS_BASE_URL", values, problems) ?? hosts[residency].baseUrl
  return { baseUrl, dashboard: hosts[residency].dashboard }
}
