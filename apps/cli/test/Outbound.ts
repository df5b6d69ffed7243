import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ConfigProvider, Console, Effect, FileSystem, Layer, Path, Schema, Sink, Stdio, Stream, Terminal } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { TestConsole } from "effect/testing"
import { runCli } from "../src/RunCli.ts"

/** What one command line came to. */
export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Setting {
  readonly env?: { readonly [name: string]: string }
  readonly stdin?: string
  /** Whether a person sits at stdin. */
  readonly isPersonThere?: boolean
  /** What raw writes to a terminal on stderr are given to; without it stderr is no terminal. */
  readonly terminal?: (text: string) => void
}

/** A folder that is gone after the test. */
export const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-cli-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** A command line of its own: a fresh data folder, the emulator's clock at full speed, no configuration. */
export const makeOutbound = Effect.map(folder, (data) => ({
  data,
  run: (args: ReadonlyArray<string>, setting: Setting = {}) => run(data, args, setting)
}))

/** Runs one command line over a data folder. */
export const run = (
  data: string,
  args: ReadonlyArray<string>,
  { env, isPersonThere, stdin, terminal }: Setting = {}
): Effect.Effect<Run> => {
  const config = ConfigProvider.fromUnknown({
    OUTBOUND_DATA_DIR: data,
    OUTBOUND_CONFIG_FILE: join(data, "config.json"),
    OUTBOUND_EMULATOR_SCALE: "1000",
    ...env
  })
  return Effect.gen(function* () {
    const console = yield* TestConsole.make
    const code = yield* runCli(args, "1.2.3").pipe(
      Effect.provideService(Console.Console, console),
      Effect.provideService(ConfigProvider.ConfigProvider, config),
      Effect.provide(platform(stdin, terminal, isPersonThere))
    )
    const [out, error] = [yield* console.logLines, yield* console.errorLines]
    return { code, stdout: out.join("\n"), stderr: error.join("\n") }
  })
}

const unused = Effect.die("unused")

const platform = (stdin = "", terminal?: Setting["terminal"], isPersonThere = false) =>
  Layer.mergeAll(
    FileSystem.layerNoop({}),
    Path.layer,
    Stdio.layerTest({
      stdin: Stream.make(new TextEncoder().encode(stdin)),
      stdinIsTerminal: Effect.succeed(isPersonThere),
      stderrIsTerminal: Effect.succeed(terminal !== undefined),
      stderr: () => Sink.forEach((chunk: string | Uint8Array) => Effect.sync(() => terminal?.(String(chunk))))
    }),
    Layer.succeed(
      ChildProcessSpawner.ChildProcessSpawner,
      ChildProcessSpawner.make(() => unused)
    ),
    Layer.succeed(
      Terminal.Terminal,
      Terminal.make({
        columns: Effect.succeed(80),
        rows: Effect.succeed(24),
        size: unused,
        readInput: unused,
        readLine: unused,
        display: () => unused
      })
    )
  )

const parse = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Unknown))

/** The one document on stdout, as whatever the test takes it for. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the test names the shape that it then checks
export const documentOf = <A = Record<string, unknown>>({ stdout }: Pick<Run, "stdout">): A => parse(stdout) as A

/** A call as `call --json` prints it. */
export interface CallDocument {
  readonly id: string
  readonly status: string
  readonly outcome: string | null
  readonly conversationId: string | null
  readonly dashboardUrl: string | null
  readonly durationSeconds: number | null
  readonly simulated: boolean
  readonly transcript: ReadonlyArray<{ readonly speaker: string; readonly text: string | null }>
  readonly replayed: boolean
  readonly warnings: ReadonlyArray<string>
  readonly to: string
  readonly phoneMayHaveRung: boolean
}

/** A failure as `--json` prints it. */
export interface FailureDocument {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly phoneMayHaveRung: boolean
    readonly retrySafe: boolean
    readonly nextStep: string
    readonly exitCode: number
  }
}
