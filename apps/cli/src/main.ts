#!/usr/bin/env node
import { keepCompiled } from "@outbound-call/node/KeepCompiled"
import { oldNode } from "@outbound-call/node/OldNode"
import { hideArguments, printBuilt } from "./LaunchMain.ts"
import { quickRead } from "./QuickRead.ts"
import { writeAtOnce } from "./WriteAtOnce.ts"

const launch = async (args: ReadonlyArray<string>): Promise<void> => {
  hideArguments()
  if (printBuilt(args)) return
  const old = oldNode("outbound")
  if (old !== null) {
    writeAtOnce("stderr", `${old}\n`)
    process.exitCode = 3
    return
  }
  keepCompiled()
  const read = quickRead(args)
  const ended = read === null ? "elsewhere" : await import("./ReadMain.ts").then(({ main }) => main(read))
  if (ended === "done") return
  const { main } = await import("./OutboundMain.ts")
  main(ended === "stopped")
}

void launch(process.argv.slice(2))
