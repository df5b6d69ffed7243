import { Schema } from "effect"
import { Fault } from "./Fault.ts"
import { SwitchChange } from "./Switches.ts"

/** A placed call: everything its record is computed from, besides the clock. `at` is the real instant in milliseconds. */
export const DialEntry = Schema.TaggedStruct("dial", {
  conversationId: Schema.String,
  provider: Schema.Literals(["twilio", "sip_trunk", "exotel"]),
  agentId: Schema.String,
  phoneNumberId: Schema.String,
  toNumber: Schema.String,
  callSid: Schema.String,
  clientData: Schema.Record(Schema.String, Schema.Json),
  ringingTimeout: Schema.Finite,
  at: Schema.Finite,
  scale: Schema.Finite,
  /** Seconds of the emulated call in the carrier's queue before it rings. */
  queuedFor: Schema.optionalKey(Schema.Finite),
  /** The fault that spoiled the answer to this dial. */
  fault: Schema.optionalKey(Schema.String)
})
export type DialEntry = typeof DialEntry.Type

/** Everything that ever happens to the emulator. Replayed in order, it gives back all it knows. */
export const LogEntry = Schema.Union([
  DialEntry,
  Schema.TaggedStruct("hang-up", { conversationId: Schema.String, at: Schema.Finite }),
  Schema.TaggedStruct("delete", { conversationId: Schema.String }),
  /** The record at the carrier is deleted. */
  Schema.TaggedStruct("delete-call", { conversationId: Schema.String }),
  Schema.TaggedStruct("fault", { id: Schema.String, fault: Fault }),
  Schema.TaggedStruct("fault-claimed", { id: Schema.String, claim: Schema.String }),
  Schema.TaggedStruct("advance", { millis: Schema.Finite }),
  Schema.TaggedStruct("switch", { change: SwitchChange }),
  Schema.TaggedStruct("reset", {})
])
export type LogEntry = typeof LogEntry.Type
