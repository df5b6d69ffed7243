import { Console, Effect } from "effect"
import { Json } from "./Json.ts"

/** The result of a command on stdout: the document with `--json`, else the text. */
export const printResult = Effect.fnUntraced(function* (result: { readonly json: unknown; readonly text: string }) {
  yield* Console.log((yield* Json) ? JSON.stringify(result.json, null, 2) : result.text)
})

/** Something to know beside the result, on stderr. */
export const printNote = (text: string): Effect.Effect<void> => Console.error(text)
