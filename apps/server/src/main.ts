#!/usr/bin/env node
import { oldNode } from "@outbound-call/node/OldNode"

const old = oldNode("outbound-server")
if (old === null) void import("./OutboundServerMain.ts").then(({ main }) => main())
else {
  process.stderr.write(`${old}\n`)
  process.exitCode = 3
}
