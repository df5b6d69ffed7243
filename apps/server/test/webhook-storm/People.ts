import type { Emulator } from "@outbound-call/emulator"

/** Who can be called, by the end of their number, and how a call to them ends. */
export const people: Readonly<Record<string, { readonly status: string; readonly outcome: string | null }>> = {
  "0100": { status: "done", outcome: "answered" },
  "0101": { status: "failed", outcome: "busy" },
  "0102": { status: "failed", outcome: "no-answer" },
  "0103": { status: "failed", outcome: "declined" },
  "0104": { status: "done", outcome: "voicemail" },
  "0105": { status: "failed", outcome: "failed" },
  "0106": { status: "done", outcome: "answered" },
  "0107": { status: "initiated", outcome: null },
  "0110": { status: "failed", outcome: "failed" },
  "0113": { status: "done", outcome: "answered" }
}

const areas = (
  "205 206 212 213 214 215 216 217 218 219 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 " +
  "404 405 406 407 408 409 410 412 413 414 415 501 502 503 504 505 507 508 509 510 512 513 515 516 517"
).split(" ")

/** The n-th number of somebody who behaves so; nobody is called twice at once. */
export const numberOf = (digits: string, n: number): string => `+1${areas[n % areas.length]}555${digits}`

/** Whom somebody else calls with the same account. */
export const strangersNumber = "+14155550198"

/** A call that somebody places with the same account, not through this service. */
export const dialByHand = (emulator: Emulator["Service"]) =>
  emulator.handle({
    method: "POST",
    url: "/v1/convai/twilio/outbound-call",
    headers: { "xi-api-key": "key" },
    body: JSON.stringify({
      agent_id: "agent_plain",
      agent_phone_number_id: "phnum_demo",
      to_number: strangersNumber
    })
  })
