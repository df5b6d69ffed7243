#!/usr/bin/env node
void import("./OutboundMcpMain.ts").then(({ main }) => main())
