import type { CallView } from "@outbound-call/core/Call"
import { Context, type Ref } from "effect"

/** The call that this process placed or follows, for the message of an interruption. Null before there is one. */
export class UnderWay extends Context.Service<UnderWay, Ref.Ref<CallView | null>>()("outbound-call/UnderWay") {}
