import { Effect, Layer } from "effect"
import { checkCallTool } from "./CheckCall.ts"
import { getCallingSetupTool } from "./GetCallingSetup.ts"
import { getCallTool } from "./GetCall.ts"
import { getTranscriptTool } from "./GetTranscript.ts"
import { hangUpTool } from "./HangUp.ts"
import { listCallsTool } from "./ListCalls.ts"
import { addTool } from "./McpTool.ts"
import { placeCallTool } from "./PlaceCall.ts"
import { waitForCallTool } from "./WaitForCall.ts"

/** All tools, in the order in which they are listed. */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    yield* addTool(getCallingSetupTool)
    yield* addTool(checkCallTool)
    yield* addTool(placeCallTool)
    yield* addTool(waitForCallTool)
    yield* addTool(getCallTool)
    yield* addTool(getTranscriptTool)
    yield* addTool(listCallsTool)
    yield* addTool(hangUpTool)
  })
)
