#!/usr/bin/env node
import { keepCompiled } from "@outbound-call/node/KeepCompiled"
import { oldNode } from "@outbound-call/node/OldNode"

const endWith = (code: number, message: string): void => {
  process.stderr.write(`${message}\n`)
  process.exitCode = code
}

const start = (): void => {
  const old = oldNode("outbound-mcp")
  if (old !== null) return endWith(3, old)
  keepCompiled()
  void import("./OutboundMcpMain.ts").then(
    ({ main }) => main(),
    (cause) =>
      endWith(
        1,
        `outbound-mcp cannot be loaded: ${String(cause)}. Nothing was started, and no phone rang. Install it anew.`
      )
  )
}

start()
