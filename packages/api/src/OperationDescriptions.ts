import { type Part, partOf } from "./DocumentPart.ts"

/**
 * Completes an OpenAPI document: parameters and headers say what they are in their own place, where pages and
 * generators look for it; a list says how it is written; and a stream of events is called so.
 */
export const describeOperations = (document: Part): Part => ({
  ...document,
  paths: each(document["paths"], (path) => each(path, describeOperation))
})

const describeOperation = (operation: Part): Part => ({
  ...operation,
  ...(Array.isArray(operation["parameters"])
    ? { parameters: operation["parameters"].map((parameter) => describeParameter(partOf(parameter))) }
    : {}),
  responses: each(operation["responses"], describeResponse)
})

const describeParameter = (parameter: Part): Part => ({
  ...describe(parameter),
  ...(partOf(parameter["schema"])["type"] === "array" ? { style: "form", explode: true } : {})
})

const describeResponse = (response: Part): Part => {
  const events = partOf(response["content"])["text/event-stream"]
  return {
    ...response,
    ...(response["headers"] === undefined ? {} : { headers: each(response["headers"], describe) }),
    ...(events === undefined ? {} : eventStream(partOf(events)))
  }
}

/** How the stream is typed between our own server and client is nobody else's business. */
const eventStream = ({ schema }: Part): Part => ({
  description: "Server-sent events",
  content: { "text/event-stream": { schema } }
})

const describe = (holder: Part): Part => {
  const { description } = partOf(holder["schema"])
  return description === undefined ? holder : { ...holder, description }
}

const each = (parts: unknown, change: (part: Part) => Part): Part =>
  Object.fromEntries(Object.entries(partOf(parts)).map(([name, part]) => [name, change(partOf(part))]))
