#!/usr/bin/env node
import { hideArguments, keepCompiledCode, printBuiltHelp } from "./LaunchMain.ts"

hideArguments()
if (!printBuiltHelp(process.argv.slice(2))) {
  keepCompiledCode()
  const { main } = await import("./OutboundMain.ts")
  main()
}
