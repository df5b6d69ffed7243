import { makePromiseFacade } from "@outbound-call/core"
import * as OutboundCall from "./OutboundCall.ts"

const facade = makePromiseFacade(OutboundCall.layerFromConfiguration())

/**
 * Places one call as the environment says. `OUTBOUND_PROVIDER=emulator` simulates. Never throws; without an
 * `idempotencyKey` each use is a new call.
 */
export const initiateCall = facade.initiateCall

/** Monitors any conversation until it is over; null when the time ran out, or on any failure. */
export const monitorCall = facade.monitorCall

/** A conversation by id; null when unknown, or on any failure. */
export const getConversationDetails = facade.getConversationDetails

/** The transcript of a conversation as text; null while there is none, or on any failure. */
export const getConversationTranscript = facade.getConversationTranscript

/** Waits for dials under way and closes the ledger. */
export const close = facade.close
