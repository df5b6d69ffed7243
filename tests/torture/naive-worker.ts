// oxlint-disable eslint/no-await-in-loop -- one process after the other is the point
/**
 * The naive strategy, for comparison in the same rig: dial, repeat on any error, note down who was reached, and after
 * a restart go on with those who were not. No claim, no look-up.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import type { Order, Report } from "./Orders.ts"

const say = (report: Report): void => void process.stdout.write(`${JSON.stringify(report)}\n`)
const origin = process.env["ELEVENLABS_BASE_URL"] ?? ""
const notes = `${process.env["OUTBOUND_DATA_DIR"]}/reached.txt`
const reached = new Set(existsSync(notes) ? readFileSync(notes, "utf8").split("\n") : [])

const dial = async (to: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${origin}/v1/convai/twilio/outbound-call`, {
      method: "POST",
      headers: { "content-type": "application/json", "xi-api-key": "emulator", connection: "close" },
      body: JSON.stringify({ agent_id: "agent_plain", agent_phone_number_id: "phnum_demo", to_number: to })
    })
    const body = (await answer.json()) as { readonly conversation_id?: string | null }
    return answer.ok && typeof body.conversation_id === "string"
  } catch {
    return false
  }
}

const place = async (to: string): Promise<void> => {
  if (reached.has(to)) return
  say({ type: "start", to })
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await dial(to)) {
      appendFileSync(notes, `${to}\n`)
      say({ type: "placed", to, id: to, status: "initiated", replayed: false })
      return
    }
  }
}

say({ type: "loaded" })
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  if (order.deed !== "place") break
  say({ type: "open" })
  const left = [...order.wishes]
  const lane = async () => {
    for (let wish = left.shift(); wish !== undefined; wish = left.shift()) await place(wish.to)
  }
  await Promise.all(Array.from({ length: order.concurrency }, lane))
  say({ type: "done" })
}
