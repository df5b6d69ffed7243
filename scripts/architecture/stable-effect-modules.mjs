/**
 * What the core may import from `effect`: the modules that carry `@stability stable`. Everything else of the package
 * may change in a minor release and stays in the adapters. A test compares this list with the tags of the installed
 * version.
 */
const names = `
  Array BigDecimal BigInt Boolean Brand Cache Cause Channel Chunk Clock Combiner Config ConfigProvider Console Context
  Cron Data DateTime Deferred Differ Duration Effect Effectable Equal Equivalence Exit Fiber FiberHandle FiberMap
  FiberSet Filter Formatter Function HKT Hash HashMap HashSet Inspectable Iterable JsonPatch JsonPointer JsonSchema
  Latch Layer LogLevel Logger ManagedRuntime Match Metric MutableHashMap MutableHashSet MutableList MutableRef
  NonEmptyIterable Number Optic Option Order Ordering Pipeable Pool Predicate PrimaryKey PubSub Pull Queue Random RcMap
  RcRef Record Redactable Redacted Reducer Ref References RegExp Request RequestResolver Resource Result Runtime
  Schedule Scheduler Schema SchemaAST SchemaGetter SchemaIssue SchemaParser SchemaRepresentation SchemaTransformation
  Scope ScopedCache ScopedRef Semaphore Sink StandardSchema Stream String Struct SubscriptionRef Symbol
  SynchronizedRef Take Tracer Trie Tuple TxDeferred TxHashMap TxHashSet TxPriorityQueue TxPubSub TxQueue
  TxReentrantLock TxRef TxSemaphore TxSubscriptionRef Types UndefinedOr Unify Utils
`
const functions = "absurd cast flow hole identity pipe"
const encodings = "Base64 Base64Url EncodingError Hex"

const words = (text) => text.trim().split(/\s+/)

/** Names that may be taken from the barrel `effect`. */
export const stableNames = new Set([...words(names), ...words(functions)])

/** Specifiers that may be imported as they are. */
export const stableSpecifiers = new Set([
  ...words(names).map((name) => `effect/${name}`),
  ...words(encodings).map((name) => `effect/encoding/${name}`)
])
