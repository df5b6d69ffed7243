import type { Chance } from "@outbound-call/tests/simulation/Chance"
import { type Letter, sign } from "./Letter.ts"
import { secrets } from "./Service.ts"

/** One delivery to the service. `letter` is the genuine webhook that it carries unchanged. */
export interface Delivery {
  readonly kind: Kind
  readonly body: string
  readonly signature: string | undefined
  readonly letter?: Letter
}

/** How likely each kind is. From `future` on, none may be taken. */
const weights = {
  original: 30,
  repeated: 16,
  resigned: 10,
  "old-secret": 5,
  unreadable: 1.5,
  future: 5,
  stale: 5,
  "another-secret": 6,
  tampered: 8,
  lie: 10,
  unsigned: 2,
  garbled: 5,
  "huge, signed": 0.8,
  "huge, forged": 0.8
}
export type Kind = keyof typeof weights

export const kinds = Object.keys(weights) as ReadonlyArray<Kind>

const attacker = "wsec_of_an_attacker_000000"
const filler = "0".repeat(10 * 1024 * 1024)

/** The next delivery: a genuine webhook in any order and any number of times, or something that is none. */
export const nextDelivery = (
  chance: Chance,
  letters: ReadonlyArray<Letter>,
  victims: ReadonlyArray<string>,
  now: number
): Delivery | null => {
  const sendable = letters.filter(({ lost }) => !lost)
  const unsent = sendable.filter(({ taken }) => taken === 0)
  if (sendable.length === 0 || victims.length === 0) return null
  const kind = chance.weigh(weights)
  const letter = chance.pick(kind === "original" && unsent.length > 0 ? unsent : sendable)
  const { body, signature } = letter
  const genuine = (signed: string): Delivery => ({ kind, body, signature: signed, letter })
  const forged = (forgery: string, signed: string | undefined): Delivery => ({ kind, body: forgery, signature: signed })
  const secret = chance.pick(secrets)
  switch (kind) {
    case "original":
    case "repeated":
      return genuine(signature)
    case "resigned":
      return genuine(sign(body, now - chance.between(0, 1700), secrets[0]))
    case "old-secret":
      return genuine(sign(body, now + chance.between(-60, 290), secrets[1]))
    case "unreadable": {
      const page = chance.pick(["<html>", "", "[]", "null", body.slice(0, -1)])
      return forged(page, sign(page, now, secret))
    }
    case "future":
      return forged(body, sign(body, now + chance.between(301, 90_000), secret))
    case "stale":
      return forged(body, sign(body, now - chance.between(1801, 90_000), secret))
    case "another-secret":
      return forged(body, sign(body, now, attacker))
    case "tampered":
      return forged(tamper(chance, body, chance.pick(victims)), signature)
    case "lie": {
      const lie = lieAbout(chance, chance.pick(victims), now)
      return forged(lie, chance.happens(0.5) ? sign(lie, now, attacker) : signature)
    }
    case "unsigned":
      return forged(lieAbout(chance, chance.pick(victims), now), undefined)
    case "garbled":
      return forged(body, garble(chance, sign(body, now, secret)))
    case "huge, signed": {
      const huge = body.replace(/\}$/, `,"padding":"${filler}"}`)
      return forged(huge, sign(huge, now, secret))
    }
    case "huge, forged":
      return forged(`{"type":"post_call_audio","padding":"${filler}"}`, signature)
  }
}

const tamper = (chance: Chance, body: string, victim: string): string =>
  chance.pick([
    () => body.replace(/"conversation_id":"[^"]+"/, `"conversation_id":"${victim}"`).concat(" "),
    () => body.replaceAll(/busy|no-answer|done|human/g, "failed").concat("\n"),
    () => ` ${body}`,
    () => JSON.stringify({ ...JSON.parse(body), event_timestamp: 1 })
  ])()

/** What would end or change a call, if it were believed. */
const lieAbout = (chance: Chance, conversation_id: string, now: number): string =>
  JSON.stringify({
    type: chance.pick(["call_initiation_failure", "answering_machine_detection", "post_call_transcription"]),
    event_timestamp: now,
    data: { conversation_id, failure_reason: chance.pick(["busy", "no-answer"]), answered_by: "machine_start" }
  })

const garble = (chance: Chance, signature: string): string =>
  chance.pick([
    () => signature.toUpperCase(),
    () => signature.slice(0, -1),
    () => `${signature}0`,
    () => signature.replace("v0=", "v1="),
    () => signature.replace(/^t=\d+,/, ""),
    () => signature.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    () => signature.replace("t=", "t=+"),
    () => `,${"v0=00,".repeat(300)}`
  ])()
