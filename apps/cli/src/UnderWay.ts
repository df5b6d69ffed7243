import type { CallView } from "@outbound-call/core/Call"
import { Context, type Ref } from "effect"

/**
 * The call that this process placed or follows, for the message of an interruption. Null before there is one; `sent`
 * when a server was asked to place one, and its answer is not there.
 */
export class UnderWay extends Context.Service<UnderWay, Ref.Ref<CallView | "sent" | null>>()(
  "outbound-call/UnderWay"
) {}
