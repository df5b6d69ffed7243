// oxlint-disable eslint/no-await-in-loop -- one try after the other is the point
import type { Client } from "./Client.ts"
import { toldByError, toldByReply } from "./Told.ts"

const tries = 3

/** The loop that is often written by hand: whatever goes wrong, try it again. The control of the comparison. */
export const naive: Client = {
  name: "`fetch` in a loop of three tries",
  dials: "emulator",
  place: async ({ patienceMillis, rig, to }) => {
    const dial = async () => {
      const answer = await fetch(`${rig.tap.origin}/v1/convai/twilio/outbound-call`, {
        method: "POST",
        headers: { "content-type": "application/json", "xi-api-key": "emulator" },
        body: JSON.stringify({ agent_id: "agent_plain", agent_phone_number_id: "phnum_demo", to_number: to }),
        ...(patienceMillis === null ? {} : { signal: AbortSignal.timeout(patienceMillis) })
      })
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
      return (await answer.json()) as Record<string, unknown>
    }
    let told = ""
    for (let attempt = 0; attempt < tries; attempt++) {
      try {
        const reply = await dial()
        return toldByReply(reply["conversation_id"], reply)
      } catch (error) {
        told = toldByError(error)
      }
    }
    return told
  }
}
