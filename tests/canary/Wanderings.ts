// oxlint-disable eslint/no-await-in-loop -- one request after the other is the point
import { type Asker, json } from "./Asker.ts"
import { numbers, secrets, variables } from "./Canaries.ts"

export const webhookPath = "/v1/webhooks/elevenlabs"

/** Requests that go wrong before anything is called: planted things stand where they do not belong. */
export const wander = async ({ ask }: Asker, key: string): Promise<void> => {
  const number = encodeURIComponent(numbers.answers)
  for (const [name, path] of Object.entries({
    "unknown route": `/${number}`,
    "unknown route as it is": `/v1/${numbers.answers}/calls`,
    "unknown call": `/v1/calls/${number}`,
    "unknown part": `/v1/calls/${numbers.answers}/transcript`,
    "unknown events": `/v1/calls/${numbers.answers}/events`,
    "unknown agent": `/v1/agents/${number}`,
    "unknown query": `/v1/calls?to=${number}`,
    "bad query": `/v1/calls?status=${number}&limit=${number}`,
    "wrong method": `/v1/calls/${number}/hang-up`
  })) {
    await ask(name, path)
  }
  await ask("foreign name", "/v1/calls", { headers: { origin: `https://evil.example/${numbers.answers}/${key}` } })
  await ask("no key", "/v1/calls", { headers: { authorization: `Bearer ${key}x` } })
  await ask("another key", "/v1/calls", { headers: { authorization: "", "x-api-key": secrets.twilio } })
  await ask("no cursor", "/v1/events", { headers: { "last-event-id": `${numbers.answers}.1` } })
  await ask("oversized", "/v1/calls", json({ to: numbers.answers, variables, more: "x".repeat(70_000) }))
  await ask("no json", "/v1/calls", { ...json({}), body: `{"to":"${numbers.answers}` })
  await ask("other media", "/v1/calls", { method: "POST", body: `to=${number}` })
  const letter = JSON.stringify({ to: numbers.answers, key: secrets.webhook, said: "Hello, yes, speaking." })
  await ask("forged webhook", webhookPath, { method: "POST", body: letter })
  const signature = { "elevenlabs-signature": `t=${number},v0=${secrets.webhook}` }
  await ask("webhook of garbage", webhookPath, { method: "POST", body: letter, headers: signature })
}
