import type { Schema } from "effect"
import type { Dialogue } from "./Callee.ts"

/** One turn, `at` seconds after the phone was picked up. */
export interface Turn {
  readonly role: "agent" | "user"
  readonly at: number
  readonly message: string | null
  readonly tool?: ToolUse
}

/** A tool call and what it gave back. */
export interface ToolUse {
  readonly name: string
  readonly type: "webhook" | "system"
  readonly params: Schema.JsonObject
  readonly result: Schema.JsonObject
}

/** What is said in a call, in the words of its variables. */
export const dialogueTurns = (
  dialogue: Dialogue,
  firstMessage: string,
  variables: Schema.JsonObject
): ReadonlyArray<Turn> => {
  const opening = agent(0, fill(firstMessage, variables))
  switch (dialogue) {
    case "machine":
      return [opening, ...machine(variables)]
    case "short":
      return [opening, user(5, "Hello, yes, speaking."), ...details(variables, 9), ...closing(22)]
    case "tool":
      return [opening, user(5, "Hello. What is the state of my case?"), ...caseLookup(variables), ...closing(22)]
    case "long":
      return [opening, user(5, "Hello, yes, I have time."), ...survey, ...closing(583)]
  }
}

/** Puts the values of variables in the place of `{{ name }}`. */
export const fill = (text: string, variables: Schema.JsonObject): string =>
  text.replaceAll(/\{\{\s*([^{}\s]+)\s*\}\}/g, (braces, name: string) =>
    variables[name] === undefined ? braces : spoken(variables[name])
  )

const agent = (at: number, message: string): Turn => ({ role: "agent", at, message })
const user = (at: number, message: string): Turn => ({ role: "user", at, message })

const details = (variables: Schema.JsonObject, at: number): ReadonlyArray<Turn> => {
  const facts = Object.entries(variables).filter(([name]) => isSpoken(name))
  if (facts.length === 0)
    return [agent(at, "I only wanted to make sure that I can reach you."), user(at + 6, "You can.")]
  const list = facts.map(([name, value]) => `${name.replaceAll("_", " ")}: ${spoken(value)}`).join("; ")
  return [agent(at, `Let me confirm what I have here. ${list}. Is that right?`), user(at + 9, "Yes, that is right.")]
}

const closing = (at: number): ReadonlyArray<Turn> => [
  agent(at, "Thank you. Is there anything else?"),
  user(at + 4, "No, that is all. Goodbye."),
  agent(at + 8, "Thank you for your time. Goodbye.")
]

const caseLookup = (variables: Schema.JsonObject): ReadonlyArray<Turn> => {
  const caseId = variables["case_id"] === undefined ? "C-1001" : spoken(variables["case_id"])
  const lookup: ToolUse = {
    name: "lookup_case",
    type: "webhook",
    params: { case_id: caseId },
    result: { case_id: caseId, state: "open" }
  }
  return [
    { ...agent(9, "One moment, I will look it up."), tool: lookup },
    agent(13, `Case ${caseId} is open; somebody is working on it.`),
    user(18, "Good to know.")
  ]
}

const machine = (variables: Schema.JsonObject): ReadonlyArray<Turn> => {
  const name = variables["customer_name"] === undefined ? "the person you called" : spoken(variables["customer_name"])
  return [
    user(2, `You have reached the voicemail of ${name}. Please leave a message after the tone.`),
    {
      role: "agent",
      at: 8,
      message: null,
      tool: {
        name: "voicemail_detection",
        type: "system",
        params: { reason: "An automated greeting asked for a message." },
        result: { result_type: "voicemail_detection_success", status: "success", voicemail_message: null, reason: null }
      }
    }
  ]
}

const survey: ReadonlyArray<Turn> = Array.from({ length: 28 }, (_, index) => [
  agent(12 + index * 20, `Question ${index + 1} of 28: from one to ten, how satisfied are you?`),
  user(22 + index * 20, `I would say ${(index % 4) + 6}.`)
]).flat()

const isSpoken = (name: string): boolean =>
  name !== "customer_name" &&
  name !== "outbound_call_id" &&
  !name.startsWith("system__") &&
  !name.startsWith("secret__")

const spoken = (value: Schema.Json): string => (typeof value === "object" ? JSON.stringify(value) : String(value))
