import { durationSeconds, type CallRecord } from "./CallRecord.ts"
import { userId } from "./ClientData.ts"
import { initiationSource, statusWord } from "./Conversation.ts"
import { knownVariables } from "./KnownVariables.ts"
import type { Query } from "./Query.ts"
import type { Switches } from "./Switches.ts"
import { parseVariableFilter, passes, type VariableFilter } from "./VariableFilter.ts"
import { callSuccessful, terminationReason } from "./Verdict.ts"
import { startSeconds } from "./World.ts"

type Test = (record: CallRecord) => boolean

const statuses = ["initiated", "in-progress", "processing", "done", "failed"] as const

/** The filters of a list request, each as a test of a record. Filters this server does not know are not there. */
export const conversationFilters = (query: Query, switches: Switches): ReadonlyArray<Test> => {
  const ignored = new Set([...switches.ignoreFilters, ...(switches.legacy ? ["dynamic_variable_params"] : [])])
  return filters.filter(([name]) => !ignored.has(name)).flatMap(([name, read]) => read(query, name, switches) ?? [])
}

type Filter = readonly [name: string, read: (query: Query, name: string, switches: Switches) => Test | null]

const sameText =
  (actual: (record: CallRecord) => string | null) =>
  (query: Query, name: string): Test | null => {
    const wanted = query.text(name)
    return wanted === null ? null : (record) => actual(record) === wanted
  }

const bound =
  (holds: (record: CallRecord, limit: number) => boolean) =>
  (query: Query, name: string): Test | null => {
    const limit = query.integer(name, 0, Number.MAX_SAFE_INTEGER)
    return limit === null ? null : (record) => holds(record, limit)
  }

const filters: ReadonlyArray<Filter> = [
  ["agent_id", sameText((record) => record.dial.agentId)],
  ["user_id", sameText((record) => userId(record.dial.clientData))],
  ["conversation_initiation_source", sameText(initiationSource)],
  ["call_start_after_unix", bound((record, limit) => startSeconds(record.dial) >= limit)],
  ["call_start_before_unix", bound((record, limit) => startSeconds(record.dial) <= limit)],
  ["call_duration_min_secs", bound((record, limit) => durationSeconds(record) >= limit)],
  ["call_duration_max_secs", bound((record, limit) => durationSeconds(record) <= limit)],
  [
    "call_successful",
    (query, name) => {
      const wanted = query.word(name, ["success", "failure", "unknown", "error"])
      return wanted === null ? null : (record) => callSuccessful(record) === wanted
    }
  ],
  [
    "exclude_statuses",
    (query, name, switches) => {
      const excluded: ReadonlyArray<string> = query.words(name, statuses)
      return excluded.length === 0 ? null : (record) => !excluded.includes(statusWord(record, switches))
    }
  ],
  [
    "termination_reasons",
    (query, name) => {
      const wanted = query.all(name)
      return wanted.length === 0 ? null : (record) => wanted.includes(terminationReason(record))
    }
  ],
  [
    "dynamic_variable_params",
    (query, name, switches) => {
      const wanted = query.all(name).flatMap((text) => variableFilter(query, name, text))
      return wanted.length === 0 ? null : (record) => passesAll(wanted, record, switches)
    }
  ]
]

const variableFilter = (query: Query, name: string, text: string): ReadonlyArray<VariableFilter> => {
  const filter = parseVariableFilter(text)
  if (typeof filter !== "string") return [filter]
  query.report(name, "value_error", filter, text)
  return []
}

const passesAll = (wanted: ReadonlyArray<VariableFilter>, record: CallRecord, switches: Switches): boolean => {
  const hidden = record.elapsed < switches.filterLagSeconds
  const variables = hidden ? {} : knownVariables(record.dial, durationSeconds(record))
  return wanted.every((filter) => passes(filter, variables))
}
