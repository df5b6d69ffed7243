import { afterAll, describe, expect, it } from "vitest"
import { inspect } from "./assistants/Inspector.ts"
import { main, makeSimulation } from "./service/Simulation.ts"

const guard = new URL("../scripts/loopback-guard.mjs", import.meta.url).href
const ada = { to: "+14155550100", variables: { customer_name: "Ada" } }
const revisions = { legacy: "2025-11-25", modern: "2026-07-28" }

for (const era of ["legacy", "modern"] as const) {
  describe(`the official inspector, over stdio, speaking ${revisions[era]}`, () => {
    const simulation = makeSimulation()
    afterAll(simulation.remove)
    const target = ["--", process.execPath, main("mcp"), "--simulate"]
    const run = (...flags: ReadonlyArray<string>) =>
      inspect(era, target, { ...simulation.environment, NODE_OPTIONS: `--import=${guard}` }, ...flags)
    const use = (tool: string, given: object) =>
      run("tools/call", "--tool-name", tool, "--tool-args-json", JSON.stringify(given))

    it("agrees on the revision", async () => {
      const { code, result } = await run("initialize")
      expect(code).toBe(0)
      expect(result).toMatchObject({ protocolVersion: revisions[era], serverInfo: { name: "outbound-call" } })
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
      expect(simulation.rings(ada.to)).toBe(1)
    })

    it("tells an error by its exit code", async () => {
      expect(await use("get_call", { call_id: "call_nowhere" })).toMatchObject({ code: 5, result: { isError: true } })
      expect((await use("no_such_tool", {})).code).not.toBe(0)
    })
  })
}
