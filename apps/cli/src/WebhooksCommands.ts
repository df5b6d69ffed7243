import { EndpointEvent } from "@outbound-call/core/Endpoint"
import { MessageState } from "@outbound-call/core/Message"
import { longestGrace } from "@outbound-call/core/RotateEndpointSecret"
import { Duration, Option } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { cursor, limit, simulate, text } from "./Flags.ts"
import { durationForms, readSpan } from "./ReadDuration.ts"

const endpoint = Argument.String("id").pipe(Argument.withDescription("Endpoint id (ep_…)"))

const add = {
  url: Argument.String("url").pipe(Argument.withDescription("Where messages are posted: https and a public address")),
  owner: text("owner", "Tell only of the calls of this owner (of every owner's unless told)", "name"),
  event: Flag.Literals("event", EndpointEvent.literals).pipe(
    Flag.withDescription("Tell only of these events; repeatable (all of them unless told)"),
    Flag.atLeast(0)
  ),
  simulate
}
export type AddEndpointInput = Command.Command.Config.Infer<typeof add>

const addCommand = Command.make(
  "add",
  add,
  lazily(() => import("./webhooks.ts").then((module) => module.addEndpointCommand))
).pipe(
  Command.withDescription("Add an endpoint and print the secret that signs its messages, once"),
  Command.withExamples([
    {
      command: "outbound webhooks add https://crm.example.com/calls --owner sales --event call.ended",
      description: "Tell the CRM when a call of its owner has ended"
    }
  ])
)

const list = { simulate }
export type ListEndpointsInput = Command.Command.Config.Infer<typeof list>

const listCommand = Command.make(
  "list",
  list,
  lazily(() => import("./webhooks.ts").then((module) => module.listEndpointsCommand))
).pipe(Command.withDescription("List every endpoint, newest first; shows no secret"))

const one = { id: endpoint, simulate }
export type EndpointInput = Command.Command.Config.Infer<typeof one>

const showCommand = Command.make(
  "show",
  one,
  lazily(() => import("./webhooks.ts").then((module) => module.showEndpointCommand))
).pipe(Command.withDescription("Show an endpoint"))

const removeCommand = Command.make(
  "remove",
  one,
  lazily(() => import("./webhooks.ts").then((module) => module.removeEndpointCommand))
).pipe(Command.withDescription("Forget an endpoint and its messages"))

const enableCommand = Command.make(
  "enable",
  one,
  lazily(() => import("./webhooks.ts").then((module) => module.enableEndpointCommand))
).pipe(Command.withDescription("Tell a disabled endpoint of what is recorded from now on"))

const disableCommand = Command.make(
  "disable",
  one,
  lazily(() => import("./webhooks.ts").then((module) => module.disableEndpointCommand))
).pipe(Command.withDescription("Send an endpoint nothing more; what waits for it is dead"))

const testCommand = Command.make(
  "test",
  one,
  lazily(() => import("./webhooks.ts").then((module) => module.testEndpointCommand))
).pipe(Command.withDescription("Send an endpoint a message of the type endpoint.test; a running server does it"))

const rotate = {
  id: endpoint,
  grace: Flag.String("grace").pipe(
    Flag.filterMap(
      (span) => Option.filter(readSpan(span), Duration.isLessThanOrEqualTo(longestGrace)),
      () => `Expected ${durationForms}, 0 to 30d`
    ),
    Flag.withMetavar("seconds|5m"),
    Flag.withDescription("How long the old secret signs as well, 0 to 30d (24h unless told)"),
    Flag.optional
  ),
  simulate
}
export type RotateEndpointInput = Command.Command.Config.Infer<typeof rotate>

const rotateCommand = Command.make(
  "rotate",
  rotate,
  lazily(() => import("./webhooks.ts").then((module) => module.rotateEndpointCommand))
).pipe(
  Command.withDescription("Give an endpoint a new secret and print it, once; the old one signs as well for a while")
)

const messages = {
  id: endpoint,
  state: Flag.Literals("state", MessageState.literals).pipe(
    Flag.withDescription("Only messages in this state"),
    Flag.optional
  ),
  limit,
  cursor,
  simulate
}
export type ListMessagesInput = Command.Command.Config.Infer<typeof messages>

const messagesCommand = Command.make(
  "messages",
  messages,
  lazily(() => import("./webhooks.ts").then((module) => module.listMessagesCommand))
).pipe(Command.withDescription("List what an endpoint was sent, newest first"))

const resend = {
  id: Argument.String("id").pipe(Argument.withDescription("Message id (msg_…)")),
  simulate
}
export type ResendMessageInput = Command.Command.Config.Infer<typeof resend>

const resendCommand = Command.make(
  "resend",
  resend,
  lazily(() => import("./webhooks.ts").then((module) => module.resendMessageCommand))
).pipe(Command.withDescription("Send a message again under the same id, whatever its state; a running server does it"))

export const webhooksCommand = Command.make("webhooks").pipe(
  Command.withDescription("Tell other services the news of calls: their endpoints, and what these were sent"),
  Command.withSubcommands([
    addCommand,
    listCommand,
    showCommand,
    removeCommand,
    rotateCommand,
    enableCommand,
    disableCommand,
    testCommand,
    messagesCommand,
    resendCommand
  ])
)
