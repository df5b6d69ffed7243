#!/usr/bin/env node
import { main } from "./OutboundMain.ts"

main()
