import { AgentId, builtInProfiles, Live, PhoneNumberId, type PolicyProfile } from "@outbound-call/core"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import { ConfigProvider, Effect, Fiber, Layer, Redacted } from "effect"
import { McpTest } from "effect/ai"
import { TestClock } from "effect/testing"
import { AllowedNumbers } from "../src/AllowedNumbers.ts"
import { instructions } from "../src/Instructions.ts"
import { protocols } from "../src/OutboundMcp.ts"
import * as LocalCalls from "../src/LocalCalls.ts"
import * as Registrations from "../src/Registrations.ts"
import * as Tools from "../src/Tools.ts"

/** The service on an emulator, both in this process and on the test's clock, or so much faster than the real one. */
const serviceAt = (
  provider: typeof EmulatorHttpClient.layer,
  scale?: number,
  profile: PolicyProfile = builtInProfiles.rig
) =>
  Live.layerAlone({
    provider: {
      kind: "elevenlabs",
      baseUrl: "http://localhost",
      apiKey: Redacted.make("key"),
      dashboard: "https://dashboard.invalid/"
    },
    settings: {
      owner: "local",
      agentId: AgentId.make("agent_demo"),
      phoneNumberId: PhoneNumberId.make("phnum_demo"),
      profile
    },
    carrier: {
      baseUrl: "http://twilio.invalid",
      accountSid: "AC00000000000000000000000000000000",
      username: "AC00000000000000000000000000000000",
      password: Redacted.make("token")
    },
    pollIntervalMillis: scale === undefined ? 1_000 : 20
  }).pipe(Layer.provideMerge(provider), Layer.provideMerge(Emulator.layerMemory(scale === undefined ? {} : { scale })))

/** A world that simulates, or one whose operator allowed the given numbers. */
export const world = (allowedNumbers?: string, scale?: number, profile?: PolicyProfile) =>
  worldWhere({ allowedNumbers, scale, profile })

/** A world in which `provider` answers in place of the emulator itself. */
export const worldWhere = ({
  allowedNumbers,
  profile,
  provider = EmulatorHttpClient.layer,
  scale
}: {
  readonly allowedNumbers?: string | undefined
  readonly scale?: number | undefined
  readonly profile?: PolicyProfile | undefined
  readonly provider?: typeof EmulatorHttpClient.layer
}) =>
  Layer.merge(
    AllowedNumbers.layer({ simulated: allowedNumbers === undefined }),
    LocalCalls.layer(allowedNumbers === undefined)
  ).pipe(
    Layer.provideMerge(serviceAt(provider, scale, profile)),
    Layer.provide(
      ConfigProvider.layer(ConfigProvider.fromEnv({ env: { OUTBOUND_MCP_ALLOWED_NUMBERS: allowedNumbers ?? "" } }))
    )
  )

/** A client that speaks one revision of the protocol. */
export const connect = (
  protocolVersion: (typeof protocols)[number]["protocolVersion"] = "2025-11-25",
  selection: Tools.Selection = Tools.everyTool
) =>
  McpTest.makeClient(Registrations.layer(selection), { protocols, protocolVersion, instructions: instructions(true) })

/** A tool's answer, taken apart. */
export const use = Effect.fnUntraced(function* (
  client: McpTest.Client,
  name: string,
  given: Readonly<Record<string, unknown>>,
  progressToken?: string
) {
  const { content, isError, structuredContent } = yield* client.callTool({
    name,
    arguments: { ...given },
    ...(progressToken === undefined ? {} : { _meta: { progressToken } })
  })
  const [first] = content
  return {
    isError: isError === true,
    text: first !== undefined && "text" in first ? first.text : "",
    result: (structuredContent ?? {}) as Readonly<Record<string, unknown>>
  }
})

/** A call to the person who answers. */
export const ada = { to: "+14155550100", variables: { customer_name: "Ada" } } as const

/** Lets time pass, half a second after the other, until the deed is done; each time all that is due happens first. */
export const asTimePasses = Effect.fnUntraced(function* <A, E, R>(deed: Effect.Effect<A, E, R>) {
  const doing = yield* Effect.forkChild(deed)
  while (doing.pollUnsafe() === undefined) {
    yield* Effect.promise(() => new Promise<void>((resume) => setImmediate(resume)))
    yield* TestClock.adjust("500 millis")
  }
  return yield* Fiber.join(doing)
})
