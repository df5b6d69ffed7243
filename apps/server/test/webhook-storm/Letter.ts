import { createHash, createHmac } from "node:crypto"
import type { OutgoingWebhook } from "@outbound-call/emulator"
import { secrets } from "./Service.ts"

/** A webhook that the provider wrote, and what became of it. */
export interface Letter {
  readonly id: string
  readonly type: string
  readonly conversationId: string
  readonly body: string
  /** As the provider signed it at first. */
  readonly signature: string
  /** The provider loses it: it is never delivered as it is. */
  readonly lost: boolean
  /** How often it was answered 200 as one that was not there before. */
  taken: number
}

export const toLetter = ({ body, headers }: OutgoingWebhook, lost: boolean): Letter => {
  const { data, type } = JSON.parse(body)
  return {
    id: createHash("sha256").update(body).digest("hex"),
    type,
    conversationId: data.conversation_id,
    body,
    signature: headers["elevenlabs-signature"] ?? "",
    lost,
    taken: 0
  }
}

export const sign = (body: string, t: number, secret: string): string =>
  `t=${t},v0=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`

const most = 5 * 1024 * 1024

/** What a delivery must be answered with, worked out apart from the service. */
export const expectedStatus = (body: string, signature: string | undefined, nowMillis: number): number => {
  if (Buffer.byteLength(body) > most) return 413
  const [, t, tag] = /^t=(\d{1,12}),v0=([0-9a-f]{64})$/.exec(signature ?? "") ?? []
  if (t === undefined || tag === undefined) return 401
  const age = nowMillis / 1000 - Number(t)
  if (age > 1800 || age < -300) return 401
  if (!secrets.some((secret) => sign(body, Number(t), secret) === signature)) return 401
  try {
    const read: unknown = JSON.parse(body)
    return typeof read === "object" && read !== null && !Array.isArray(read) ? 200 : 400
  } catch {
    return 400
  }
}
