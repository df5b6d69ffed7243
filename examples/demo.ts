// The whole path without keys or phones: an emulated provider listens on this machine, a call is placed over HTTP,
// followed live, and its transcript printed. Ignores every provider setting of the environment.
import {
  followCall,
  getTranscript,
  maskPhoneNumber,
  placeCall,
  renderTranscript,
  viewCall,
  getCall
} from "@outbound-call/core"
import { Emulator, EmulatorServer, FileDialLog } from "@outbound-call/emulator"
import { OutboundCall, readConfiguration } from "@outbound-call/node"
import { ConfigProvider, Console, Effect, Layer, Stream } from "effect"
import { env, exit } from "node:process"

const destination = "+14155550100"
const kept = ["OUTBOUND_DATA_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"]
const settings = Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))

const demo = Effect.gen(function* () {
  const { baseUrl } = yield* EmulatorServer
  yield* Console.log(`No phone rings: an emulated provider listens on ${baseUrl}; its clock runs 10 times faster.\n`)
  const { call } = yield* placeCall({ to: destination, variables: { customer_name: "Ada" } })
  yield* Console.log(`Call ${call.id} to ${maskPhoneNumber(destination)} (simulated)`)
  yield* followCall(call.id, { timeout: "30 seconds" }).pipe(
    Stream.runForEach((event) => {
      switch (event.type) {
        case "status":
          return Console.log(`  ${event.status}`)
        case "turn":
          return Console.log(`    ${event.turn.speaker}: ${event.turn.text ?? ""}`)
        case "ended":
          return Console.log(`  the line is down: ${event.outcome}`)
        case "analysed":
          return Console.log(`  analysed: the goal was judged a ${event.evaluation}`)
      }
    })
  )
  const transcript = yield* getTranscript(call.id)
  const ended = viewCall(yield* getCall(call.id))
  yield* Console.log(`\nTranscript of ${ended.conversationId}\n${renderTranscript(transcript, "text")}\n`)
  yield* Console.log(
    `Done: one POST placed one call over HTTP, ${transcript.turns.length} turns were said in ${ended.durationSeconds} s, ` +
      `status ${ended.status}, outcome ${ended.outcome}.\nIt is on record in the simulated ledger. Try next:\n\n` +
      [
        `outbound transcript ${call.id} --format srt`,
        `outbound call +14155550104 --simulate --var customer_name=Ada   # a voicemail answers`,
        `outbound calls --simulate`
      ]
        .map((command) => `  npx -y pnpm@12.21.0 -s ${command}`)
        .join("\n")
  )
  return ended.status === "done" && transcript.turns.length > 0
})

const program = Effect.gen(function* () {
  const configuration = yield* readConfiguration({ simulate: true })
  const emulator = EmulatorServer.layer({ port: 0 }).pipe(
    Layer.provide(Emulator.layer({ scale: configuration.emulatorScale })),
    Layer.provide(FileDialLog.layer(configuration.dialLogFile))
  )
  const service = Layer.unwrap(
    Effect.map(EmulatorServer, ({ baseUrl }) => OutboundCall.layer({ ...configuration, emulatorUrl: baseUrl }))
  )
  return yield* demo.pipe(Effect.provide(service.pipe(Layer.provideMerge(emulator))))
}).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings))))

exit((await Effect.runPromise(program)) ? 0 : 1)
