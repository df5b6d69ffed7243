export { type Compaction, CompactionRefused, compactLedger } from "./CompactLedger.ts"
export { erasePerson } from "./ErasePerson.ts"
export { type Configuration, readConfiguration } from "./Configuration.ts"
export * as DialSocket from "./DialSocket.ts"
export { directories, type Directories } from "./Directories.ts"
export * as Ledger from "./Ledger.ts"
export {
  ConfigurationError,
  type ConfigurationOptions,
  hasLedger,
  ledgerPlace,
  type LedgerPlace,
  readLedgerPlace,
  variableNames
} from "./LedgerPlace.ts"
export { LedgerUnusable } from "./LedgerUnusable.ts"
export * as MonitorSocket from "./MonitorSocket.ts"
export * as NodeKeySecrets from "./NodeKeySecrets.ts"
export * as OutboundCall from "./OutboundCall.ts"
export * as ScrubLog from "./ScrubLog.ts"
export * as Webhooks from "./Webhooks.ts"
export * as WebhooksOut from "./WebhooksOut.ts"
export { readPolicy } from "./ReadPolicy.ts"
export { reconcile } from "./Reconcile.ts"
export {
  close,
  getConversationDetails,
  getConversationTranscript,
  initiateCall,
  monitorCall
} from "./OriginalService.ts"
