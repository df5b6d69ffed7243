import { describe, it } from "vitest"
import { skipsPostgres, watchNewDatabase } from "./postgres/watchNewDatabase.ts"
import { programs } from "./service/Programs.ts"
import { start } from "./torture/Process.ts"
import { openRig, type Rig } from "./torture/Rig.ts"

const isSkipped = await skipsPostgres()

/** Stays `initiated` for ever, so that it blocks every other call to it. */
const to = "+14155550107"

/** A server in a process of its own, which places real calls through the rig. */
const serve = async ({ environment }: Rig) => {
  const child = start(process.execPath, [programs.server, "--port", "0"], { env: environment })
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()))
  const line = await new Promise<string>((resolve) => child.stdout?.once("data", (chunk) => resolve(String(chunk))))
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? line
  const place = async (key: string) => {
    const answer = await fetch(`${origin}/v1/calls`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify({ to })
    })
    const { code, id } = (await answer.json()) as { readonly id?: string; readonly code?: string }
    return { status: answer.status, id, code }
  }
  const show = async (id: string) =>
    (await fetch(`${origin}/v1/calls/${id}`)).json() as Promise<{ readonly to: string }>
  const stop = async () => {
    child.kill("SIGTERM")
    await ended
  }
  return { place, show, stop }
}

describe.skipIf(isSkipped)("two servers on one PostgreSQL database", () => {
  it("ring once for a key that both are asked for, and know each other's calls", async ({ expect }) => {
    const rig = await openRig(await watchNewDatabase())
    try {
      const [here, there] = await Promise.all([serve(rig), serve(rig)])
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? here : there).place("same"))
      )
      const ids = new Set(answers.map(({ id }) => id))
      expect(ids.size).toBe(1)
      expect(await there.place("other")).toMatchObject({ status: 409, code: "number-busy" })
      const [id = ""] = ids
      expect(await Promise.all([here.show(id), there.show(id)])).toMatchObject([{ id }, { id }])
      expect(rig.tap.dials).toHaveLength(1)
      await Promise.all([here.stop(), there.stop()])
    } finally {
      await rig.close()
    }
  })
})
