import { Agents, maxDurationSeconds, type Agent } from "./Agent.ts"
import { calleeOf, type Callee } from "./Callee.ts"
import { override } from "./ClientData.ts"
import { dialogueTurns, type Turn } from "./Dialogue.ts"
import { knownVariables } from "./KnownVariables.ts"
import { firstMessage, missingText, startFailure } from "./StartFailure.ts"
import { statusAt, timelineOf, type ConversationStatus, type Timeline } from "./Timeline.ts"
import type { Switches } from "./Switches.ts"
import type { Dial } from "./World.ts"

/** A call at one moment: a pure function of its script, its dial and the seconds gone since. */
export interface CallRecord {
  readonly dial: Dial
  readonly agent: Agent
  readonly callee: Callee
  readonly timeline: Timeline
  readonly elapsed: number
  readonly status: ConversationStatus
  readonly over: boolean
  readonly answered: boolean
  /** Why the conversation could not start though the phone was picked up. */
  readonly startFailure: string | null
  /** What was said until now. */
  readonly turns: ReadonlyArray<Turn>
}

/** The record of this dial so many seconds after it. What nobody asks for is not worked out: lists go over thousands. */
export const callRecord = (dial: Dial, elapsed: number, switches: Switches): CallRecord => {
  const course = once(() => {
    const agent = agentOf(dial)
    const callee = calleeOf(dial.toNumber)
    return { agent, callee, ...courseOf(dial, agent, callee, switches) }
  })
  const status = once(() => statusAt(course().timeline, elapsed))
  const isOver = () => status() === "done" || status() === "failed"
  const isAnswered = () => (course().timeline.answeredAt ?? Infinity) <= elapsed
  const turns = once(() => {
    const { agent, callee, timeline } = course()
    const says = isAnswered() && timeline.ending !== "dropped" && (isOver() || !switches.lateTranscript)
    if (!says) return []
    const untilNow = Math.min(elapsed, timeline.endedAt) - (timeline.answeredAt ?? 0)
    return dialogueTurns(callee.dialogue, firstMessage(agent, dial.clientData), knownVariables(dial, 0)).filter(
      (turn) => turn.at <= untilNow
    )
  })
  return {
    dial,
    elapsed,
    get agent() {
      return course().agent
    },
    get callee() {
      return course().callee
    },
    get timeline() {
      return course().timeline
    },
    get status() {
      return status()
    },
    get over() {
      return isOver()
    },
    get answered() {
      return isAnswered()
    },
    get startFailure() {
      return course().failure
    },
    get turns() {
      return turns()
    }
  }
}

const finals = new WeakMap<Dial, { readonly switches: Switches; readonly at: number }>()

/** After how many seconds the provider says that this call is over; Infinity for never. Worked out once for each dial. */
export const finalAt = (dial: Dial, switches: Switches): number => {
  const known = finals.get(dial)
  if (known?.switches === switches) return known.at
  const at = courseOf(dial, agentOf(dial), calleeOf(dial.toNumber), switches).timeline.finalAt
  finals.set(dial, { switches, at })
  return at
}

const once = <A>(work: () => A): (() => A) => {
  let done: { readonly value: A } | null = null
  return () => (done ??= { value: work() }).value
}

/** Seconds from pick-up to hang-up, 0 until the call is over and for a call nobody picked up. */
export const durationSeconds = (record: CallRecord): number =>
  record.over && record.timeline.answeredAt !== null
    ? Math.round(record.timeline.endedAt - record.timeline.answeredAt)
    : 0

/** The course a dial takes: what its callee does, within its limits. */
export const courseOf = (
  dial: Dial,
  agent: Agent,
  callee: Callee,
  switches: Switches
): { readonly timeline: Timeline; readonly failure: string | null } => {
  const failure = callee.ending === "dropped" ? scriptedDrop : startFailure(agent, dial.clientData)
  const longest = override(dial.clientData, "conversation.max_duration_seconds")
  const timeline = timelineOf(callee, {
    queuedFor: dial.queuedFor ?? 0,
    hungUpAfter: dial.hungUpAfter,
    ringingTimeout: dial.ringingTimeout,
    maxDuration: typeof longest === "number" ? longest : maxDurationSeconds,
    dropsAtPickup: failure !== null,
    droppedStatus: switches.droppedStatus,
    unansweredStatus: switches.unansweredStatus
  })
  return { timeline, failure: timeline.ending === "dropped" ? failure : null }
}

const scriptedDrop = missingText("first message", ["unset_variable"])

const unknownAgent: Agent = {
  id: "",
  name: "",
  firstMessage: "",
  prompt: "",
  toolIds: [],
  placeholders: {},
  overridable: []
}

const agentOf = (dial: Dial): Agent =>
  Agents.find((agent) => agent.id === dial.agentId) ?? { ...unknownAgent, id: dial.agentId }
