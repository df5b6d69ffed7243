import type { Schema } from "effect"

/** How a phone number of the workspace is connected; it decides the dial endpoint. */
export type Provider = "twilio" | "sip_trunk" | "exotel"

/** A phone number of the emulated workspace. */
export interface PhoneNumber {
  readonly id: string
  readonly number: string
  readonly label: string
  readonly provider: Provider
  readonly supportsOutbound: boolean
}

/** The phone numbers of the emulated workspace. */
export const PhoneNumbers: ReadonlyArray<PhoneNumber> = [
  { id: "phnum_demo", number: "+14155550199", label: "Demo line", provider: "twilio", supportsOutbound: true },
  { id: "phnum_sip", number: "+14155550198", label: "SIP line", provider: "sip_trunk", supportsOutbound: true },
  { id: "phnum_exotel", number: "+14155550197", label: "Exotel line", provider: "exotel", supportsOutbound: true },
  { id: "phnum_inbound", number: "+14155550196", label: "Inbound line", provider: "twilio", supportsOutbound: false }
]

/** The number behind an id; "" when there is none. */
export const numberOf = (id: string): string => PhoneNumbers.find((phone) => phone.id === id)?.number ?? ""

/** The record of a phone number, the same in the list and alone. */
export const phoneNumberRecord = (phone: PhoneNumber): Schema.JsonObject => ({
  provider: phone.provider,
  phone_number: phone.number,
  label: phone.label,
  supports_inbound: true,
  supports_outbound: phone.supportsOutbound,
  phone_number_id: phone.id,
  assigned_agent: null,
  ...(phone.provider === "sip_trunk" ? sipTrunk : {})
})

const sipTrunk: Schema.JsonObject = {
  provider_config: null,
  outbound_trunk: {
    address: "sip.example.com",
    transport: "tls",
    media_encryption: "allowed",
    headers: {},
    has_auth_credentials: true,
    username: "emulator",
    has_outbound_trunk: true
  },
  inbound_trunk: null,
  livekit_stack: "standard",
  store_sip_messages: false
}
