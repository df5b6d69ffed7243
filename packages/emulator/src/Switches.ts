import { Schema } from "effect"

const Seconds = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
const FinalStatus = Schema.Literals(["done", "failed"])

/** What can be set about the emulated provider: its age, its delays, and its choices where nothing is documented. */
export const Switches = Schema.Struct({
  /** An older provider: no `call_result`, no `dynamic_variable_params`, no v2 phone numbers. */
  legacy: Schema.Boolean,
  /** List filters that are silently ignored, as an older server does: the list returns everything. */
  ignoreFilters: Schema.Array(Schema.String),
  /** A new conversation is missing from the list for so long. */
  indexLagSeconds: Seconds,
  /** `dynamic_variable_params` does not see a new conversation for so long. */
  filterLagSeconds: Seconds,
  /** Reading a new conversation answers 404 for so long. */
  conversationLagSeconds: Seconds,
  /** A call that is placed from now on waits so long in Twilio's queue before it rings. */
  twilioQueueSeconds: Seconds,
  /** A new call is missing from Twilio's list for so long. */
  twilioLagSeconds: Seconds,
  /** The workspace has the monitor socket, and its agents allow it. */
  monitoring: Schema.Boolean,
  /** Adds fields that no client knows. */
  unknownFields: Schema.Boolean,
  /** Says this word instead of `processing`. */
  unknownStatus: Schema.NullOr(Schema.String),
  /** Keeps the transcript empty until the call is `done`. */
  lateTranscript: Schema.Boolean,
  /** How a call ends that dropped at pick-up. */
  droppedStatus: FinalStatus,
  /** How a call ends that nobody picked up. */
  unansweredStatus: FinalStatus,
  /** Whether a SIP dial whose INVITE was refused still answers `success: true`. */
  sipRefusalSucceeds: Schema.Boolean
})
export type Switches = typeof Switches.Type

/** Changes to some switches; the others stay. */
export const SwitchChange = Schema.Struct({
  legacy: Schema.optionalKey(Switches.fields.legacy),
  ignoreFilters: Schema.optionalKey(Switches.fields.ignoreFilters),
  indexLagSeconds: Schema.optionalKey(Switches.fields.indexLagSeconds),
  filterLagSeconds: Schema.optionalKey(Switches.fields.filterLagSeconds),
  conversationLagSeconds: Schema.optionalKey(Switches.fields.conversationLagSeconds),
  twilioQueueSeconds: Schema.optionalKey(Switches.fields.twilioQueueSeconds),
  twilioLagSeconds: Schema.optionalKey(Switches.fields.twilioLagSeconds),
  monitoring: Schema.optionalKey(Switches.fields.monitoring),
  unknownFields: Schema.optionalKey(Switches.fields.unknownFields),
  unknownStatus: Schema.optionalKey(Switches.fields.unknownStatus),
  lateTranscript: Schema.optionalKey(Switches.fields.lateTranscript),
  droppedStatus: Schema.optionalKey(Switches.fields.droppedStatus),
  unansweredStatus: Schema.optionalKey(Switches.fields.unansweredStatus),
  sipRefusalSucceeds: Schema.optionalKey(Switches.fields.sipRefusalSucceeds)
})
export type SwitchChange = typeof SwitchChange.Type

/** As the emulator starts: a current provider without delays. */
export const initialSwitches: Switches = {
  legacy: false,
  ignoreFilters: [],
  indexLagSeconds: 0,
  filterLagSeconds: 0,
  conversationLagSeconds: 0,
  twilioQueueSeconds: 0,
  twilioLagSeconds: 0,
  monitoring: false,
  unknownFields: false,
  unknownStatus: null,
  lateTranscript: false,
  droppedStatus: "failed",
  unansweredStatus: "failed",
  sipRefusalSucceeds: true
}
