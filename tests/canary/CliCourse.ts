import { programs } from "../service/Programs.ts"
import { everyKind, numbers, type Sink, variables } from "./Canaries.ts"
import { processList, run, type Stage } from "./Stage.ts"

/**
 * Commands that go well and that fail. What a command is asked for stands on its output, and in its errors what was
 * typed; the list of processes is taken while a dial is under way.
 */
export const playCli = async (stage: Stage) => {
  const { rig } = stage
  const logs: Array<string> = []
  const shown: Array<string> = []
  const command = async (...words: ReadonlyArray<string>) => {
    const running = run([programs.cli, ...words, "--log-level", "all"], stage.environment)
    await running.ended
    logs.push(running.stderr())
    shown.push(running.stdout())
    return running.stdout()
  }
  await rig.control("/faults", {
    target: "dial",
    when: "before",
    kind: "delay",
    delayMs: 500,
    toNumber: numbers.overCli
  })
  const dialled = rig.tap.nextDial()
  const values = Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}=${value}`])
  const calling = command("call", numbers.overCli, ...values, "--no-watch")
  await dialled
  const listed = processList()
  await calling
  await command("call", numbers.isRefused, ...values, "--no-watch")
  await command("calls")
  await command("doctor")
  await command("recover")
  await command("show", numbers.overCli)
  await command("keys", "list", "--json")
  const invalid = { ...stage.environment, ELEVENLABS_API_KEY: `invalid-${stage.environment["ELEVENLABS_API_KEY"]}` }
  const refused = run([programs.cli, "call", numbers.overCli, ...values, "--again"], invalid)
  await refused.ended
  logs.push(refused.stderr())
  shown.push(refused.stdout())
  const sinks: ReadonlyArray<Sink> = [
    { name: "command line's errors", text: logs.join("\n"), forbids: everyKind },
    { name: "command line's output", text: shown.join("\n"), forbids: everyKind },
    { name: "process list", text: listed, forbids: everyKind }
  ]
  return { sinks, logs, shown }
}
