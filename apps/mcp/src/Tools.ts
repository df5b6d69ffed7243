import { Effect, Layer } from "effect"
import { checkCallTool } from "./CheckCall.ts"
import { getCallingSetupTool } from "./GetCallingSetup.ts"
import { getCallTool } from "./GetCall.ts"
import { getTranscriptTool } from "./GetTranscript.ts"
import { hangUpTool } from "./HangUp.ts"
import { listCallsTool } from "./ListCalls.ts"
import { addTool } from "./McpTool.ts"
import type { Offered } from "./Offered.ts"
import { placeCallTool } from "./PlaceCall.ts"
import { waitForCallTool } from "./WaitForCall.ts"

/** What of the tools a server has. */
export interface Selection {
  /** Only those that change nothing; nothing else can bring the others back. */
  readonly readOnly: boolean
  readonly excluded: ReadonlySet<string>
}

/** Every tool. */
export const everyTool: Selection = { readOnly: false, excluded: new Set() }

const all = [
  getCallingSetupTool,
  checkCallTool,
  placeCallTool,
  waitForCallTool,
  getCallTool,
  getTranscriptTool,
  listCallsTool,
  hangUpTool
]

/** The names of all tools, in the order in which they are listed. */
export const toolNames: ReadonlyArray<string> = all.map(({ name }) => name)

/** The tools that a selection leaves. */
export const offeredBy = ({ excluded, readOnly }: Selection): Offered =>
  new Map(
    all
      .filter(({ hints, name }) => !excluded.has(name) && (hints.readOnly || !readOnly))
      .map(({ name, scope }) => [name, scope])
  )

/** The tools that a selection leaves, in their order. */
export const layer = (selection: Selection = everyTool) => {
  const offered = offeredBy(selection)
  const add: typeof addTool = (tool) => (offered.has(tool.name) ? addTool(tool, offered) : Effect.void)
  return Layer.effectDiscard(
    Effect.gen(function* () {
      yield* add(getCallingSetupTool, offered)
      yield* add(checkCallTool, offered)
      yield* add(placeCallTool, offered)
      yield* add(waitForCallTool, offered)
      yield* add(getCallTool, offered)
      yield* add(getTranscriptTool, offered)
      yield* add(listCallsTool, offered)
      yield* add(hangUpTool, offered)
    })
  )
}
