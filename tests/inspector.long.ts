import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { inspect } from "./assistants/Inspector.ts"
import { makeServer } from "./assistants/McpServer.ts"

const ada = { to: "+14155550100", variables: { customer_name: "Ada" } }

const cells = [
  { era: "legacy", transport: "stdio", revision: "2025-11-25" },
  { era: "modern", transport: "stdio", revision: "2026-07-28" },
  { era: "legacy", transport: "http", revision: "2025-11-25" },
  { era: "modern", transport: "http", revision: "2026-07-28" }
] as const

describe.each(cells)("the official inspector over $transport, speaking $revision", ({ era, revision, transport }) => {
  const { command, listen, remove, rings } = makeServer(100)
  let target = ["--", command.command, ...command.args]
  let stop = async () => {}
  beforeAll(async () => {
    if (transport === "stdio") return
    const server = await listen()
    target = ["--server-url", server.url, "--transport", "http"]
    stop = server.stop
  })
  afterAll(async () => {
    await stop()
    remove()
  })
  const handedDown = transport === "stdio" ? command.env : {}
  const run = (...flags: ReadonlyArray<string>) => inspect(era, target, command.env, handedDown, ...flags)
  const use = (tool: string, given: object) =>
    run("tools/call", "--tool-name", tool, "--tool-args-json", JSON.stringify(given))

  it("agrees on the revision", async () => {
    const { code, result } = await run("initialize")
    expect(code).toBe(0)
    expect(result).toMatchObject({ protocolVersion: revision, serverInfo: { name: "outbound-call" } })
  })

  it("finds nothing that a host could trip over in the list of tools, and uses each of them", async () => {
    const { code, result, stderr } = await run("tools/list", "--strict")
    expect([code, stderr]).toEqual([0, ""])
    const used = new Set<string>()
    const good = async (tool: string, given: object) => {
      const answer = await use(tool, given)
      expect([tool, answer.code, answer.stderr]).toEqual([tool, 0, ""])
      used.add(tool)
      return answer.result.structuredContent
    }
    expect((await good("get_calling_setup", {})).agents[0]).toMatchObject({ id: "agent_demo", default: true })
    expect(await good("check_call", ada)).toMatchObject({ allowed: true })
    const placed = await good("place_call", { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 })
    expect(placed).toMatchObject({ replayed: false, simulated: true })
    const call = { call_id: placed.call_id }
    expect(await good("wait_for_call", call)).toMatchObject({ status: "done", outcome: "answered" })
    expect(await good("get_call", call)).toMatchObject(call)
    expect(await good("get_transcript", call)).toMatchObject({ status: "final", untrusted_content: true })
    expect((await good("list_calls", {})).calls).toHaveLength(1)
    expect(await good("hang_up", call)).toMatchObject({ ...call, status: "done" })
    expect([...used].toSorted()).toEqual(result.tools.map(({ name }: { readonly name: string }) => name).toSorted())
    expect(rings(ada.to)).toBe(1)
  })

  it("tells an error by its exit code", async () => {
    expect(await use("get_call", { call_id: "call_nowhere" })).toMatchObject({ code: 5, result: { isError: true } })
    expect((await use("no_such_tool", {})).code).not.toBe(0)
  })
})
