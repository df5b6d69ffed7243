import { Layer } from "effect"
import * as Announced from "./Announced.ts"
import * as Prompts from "./Prompts.ts"
import { RequestState } from "./RequestState.ts"
import * as Resources from "./Resources.ts"
import { AskedCalls } from "./AskedCalls.ts"
import * as Tools from "./Tools.ts"

/** Everything that a server offers, over whatever it is spoken to. */
export const layer = (selection: Tools.Selection) => {
  const offered = Tools.offeredBy(selection)
  return Layer.mergeAll(Tools.layer(selection), Resources.layer(offered), Prompts.layer(offered)).pipe(
    Layer.provide([Announced.layer, AskedCalls.layer, RequestState.layer])
  )
}
