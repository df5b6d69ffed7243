import { keepCompiledCode } from "./LaunchMain.ts"
keepCompiledCode()
void import("./OutboundMain.ts").then(({ main }) => main())
