import { Schema } from "effect"
import { Call } from "./Call.ts"

const CallJson = Schema.fromJsonString(Call)

/** Reads a stored call. */
export const decodeCall = Schema.decodeUnknownEffect(CallJson)

/** The text in which a call is stored. */
export const encodeCall = Schema.encodeEffect(CallJson)
