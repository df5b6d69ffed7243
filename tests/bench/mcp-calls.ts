// What one question to the MCP server takes over standard streams: the list of tools, and calls of two of them, against a
// server on the official SDK with the same tools that gives the same answers without looking anything up, by turns in one
// run. `mcp-calls.ts [rounds] [questions]`, the questions of each kind in a round. Prints medians, spread and ratios, and
// exits with 1 above a limit.
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Conversation, converse } from "./Conversation.ts"
import { atMost } from "./Limits.ts"
import { cpuMicros, median } from "./Load.ts"

const [rounds = 5, questions = 600] = process.argv.slice(2).map(Number)

/** What must hold also on a busy machine. The target is 1.5, the goal 1.0. */
const limits: Readonly<Record<string, number>> = { "tools/list": 8, get_call: 8, check_call: 25 }

const root = join(import.meta.dirname, "../..")
const folder = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const environment = {
  PATH: process.env["PATH"],
  HOME: folder,
  OUTBOUND_DATA_DIR: join(folder, "data"),
  OUTBOUND_EMULATOR_SCALE: "1000"
}

/** A call that is over, in the ledger that the server reads. */
const placeCall = (): string => {
  const words = ["call", "+14155550100", "--simulate", "--var", "customer_name=Ada", "--json"]
  const said = execFileSync(process.execPath, [join(root, "apps/cli/dist/outbound.js"), ...words], {
    env: environment,
    stdio: ["ignore", "pipe", "ignore"]
  })
  return (JSON.parse(String(said)) as { readonly id: string }).id
}

type Question = readonly [method: string, params: object]

/** Asks so many times, one after the other; the median of milliseconds, and the server's processor time for each. */
const askOften = async ({ ask, pid }: Conversation, [method, params]: Question) => {
  const times: Array<number> = []
  const cpuBefore = cpuMicros(pid)
  for (let nth = 0; nth < questions; nth++) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one question after the other
    times.push((await ask(method, params)).millis)
  }
  return { millis: median(times), cpu: (cpuMicros(pid) - cpuBefore) / questions }
}

type Figures = { readonly [what in "ours" | "theirs" | "ratio" | "cpu" | "theirCpu"]: Array<number> }

const compare = async (ours: Conversation, theirs: Conversation, question: Question): Promise<Figures> => {
  const figures: Figures = { ours: [], theirs: [], ratio: [], cpu: [], theirCpu: [] }
  for (let round = -1; round < rounds; round++) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one side at a time
    const [one, other] = [await askOften(ours, question), await askOften(theirs, question)]
    if (round < 0) continue
    figures.ours.push(one.millis)
    figures.theirs.push(other.millis)
    figures.ratio.push(one.millis / other.millis)
    figures.cpu.push(one.cpu)
    figures.theirCpu.push(other.cpu)
  }
  return figures
}

const spread = (values: ReadonlyArray<number>, digits: number): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`

const conversations: Array<Conversation> = []
const start = async (...words: ReadonlyArray<string>): Promise<Conversation> => {
  const conversation = await converse(words, environment)
  conversations.push(conversation)
  return conversation
}

try {
  const id = placeCall()
  const check = { to: "+14155550100", variables: { customer_name: "Ada" } }
  const kinds: Readonly<Record<string, Question>> = {
    "tools/list": ["tools/list", {}],
    get_call: ["tools/call", { name: "get_call", arguments: { call_id: id } }],
    check_call: ["tools/call", { name: "check_call", arguments: check }]
  }
  const ours = await start(join(root, "apps/mcp/dist/outbound-mcp.js"), "--simulate")
  const answers: Record<string, unknown> = {}
  for (const [name, question] of Object.entries(kinds)) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one question after the other
    answers[name] = (await ours.ask(...question)).result
  }
  const { tools } = answers["tools/list"] as { readonly tools: ReadonlyArray<object> }
  const [toolsFile, answersFile] = [join(folder, "tools.json"), join(folder, "answers.json")]
  writeFileSync(toolsFile, JSON.stringify(tools))
  writeFileSync(answersFile, JSON.stringify(answers))
  const theirs = await start(join(import.meta.dirname, "sdk-server.mjs"), toolsFile, answersFile)
  console.log(`${questions} questions in each of ${rounds} rounds, medians (least–most) of the rounds`)
  for (const [name, question] of Object.entries(kinds)) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one kind after the other
    const { cpu, ours: millis, ratio, theirCpu, theirs: theirMillis } = await compare(ours, theirs, question)
    const limit = limits[name] ?? 0
    console.log(`${name.padEnd(12)} p50 ${spread(millis, 3)} ms, ${median(cpu).toFixed(0)} µs of its processor`)
    console.log(`  the SDK    p50 ${spread(theirMillis, 3)} ms, ${median(theirCpu).toFixed(0)} µs`)
    console.log(`  ratio ${spread(ratio, 2)} (limit ${limit}, target 1.5, goal 1.0)`)
    atMost(median(ratio), limit)
  }
} finally {
  for (const conversation of conversations) conversation.close()
  rmSync(folder, { recursive: true, force: true })
}
