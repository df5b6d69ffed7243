#!/usr/bin/env node
import { keepCompiled } from "@outbound-call/node/KeepCompiled"

keepCompiled()
void import("./OutboundMcpMain.ts").then(({ main }) => main())
