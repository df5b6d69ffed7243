#!/usr/bin/env node
import { keepCompiledCode, printBuiltHelp } from "./LaunchMain.ts"

if (!printBuiltHelp(process.argv.slice(2))) {
  keepCompiledCode()
  const { main } = await import("./OutboundMain.ts")
  main()
}
