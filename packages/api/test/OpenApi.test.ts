import { Api } from "@outbound-call/api"
import { assert, describe, it } from "@effect/vitest"
import { KeyScope } from "@outbound-call/core/ApiKey"
import { EndpointId } from "@outbound-call/core/Endpoint"
import { testMessage } from "@outbound-call/core/Message"
import { DateTime, Schema } from "effect"
import { OpenApi } from "effect/http-api"

type Part = { readonly [name: string]: unknown }

const partOf = (value: unknown): Part => (typeof value === "object" && value !== null ? { ...value } : {})
const listOf = (value: unknown): ReadonlyArray<Part> => (Array.isArray(value) ? value.map(partOf) : [])

const document = OpenApi.fromApi(Api)
const schemas: Part = { ...document.components.schemas }

const resolve = (schema: Part): Part =>
  typeof schema["$ref"] === "string" ? resolve(partOf(schemas[schema["$ref"].split("/").at(-1) ?? ""])) : schema

const says = (schema: Part, keyword: string): boolean =>
  [schema, resolve(schema)].some((part) => part[keyword] !== undefined) ||
  listOf(schema["anyOf"]).some((member) => says(member, keyword))

/** Every field of a schema with its path, also inside lists and alternatives. */
const fieldsOf = (path: string, schema: Part): ReadonlyArray<readonly [string, Part]> => [
  ...Object.entries(partOf(schema["properties"])).flatMap(([name, field]) => [
    [`${path}.${name}`, partOf(field)] as const,
    ...fieldsOf(`${path}.${name}`, partOf(field))
  ]),
  ...listOf(schema["anyOf"]).flatMap((member) => fieldsOf(path, member)),
  ...fieldsOfItems(path, schema)
]

const fieldsOfItems = (path: string, schema: Part) =>
  schema["items"] === undefined ? [] : fieldsOf(path, partOf(schema["items"]))

const isOfSchema = (field: Part): boolean =>
  [field, partOf(field["items"]), ...listOf(field["anyOf"])].some((part) => part["$ref"] !== undefined) ||
  listOf(field["anyOf"]).some((part) => part["properties"] !== undefined)

const fields = Object.entries(schemas).flatMap(([name, schema]) => fieldsOf(name, partOf(schema)))
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    ...partOf(operation)
  }))
)
const parameters = operations.flatMap((operation: Part) => listOf(operation["parameters"]))
const responses = operations.flatMap((operation: Part) => Object.values(partOf(operation["responses"])).map(partOf))

describe("the OpenAPI document", () => {
  it("describes every field and parameter", () => {
    assert.isAbove(fields.length, 150)
    assert.deepEqual(
      fields.filter(([, field]) => !says(field, "description")).map(([path]) => path),
      []
    )
    const holders = [...parameters, ...responses.flatMap(({ headers }) => Object.values(partOf(headers)).map(partOf))]
    assert.isAbove(holders.length, 15)
    assert.deepEqual(
      holders.filter((one) => one["description"] === undefined),
      []
    )
  })

  it("shows a stream of events as its events only", () => {
    const streams = responses.map(({ content }) => partOf(content)["text/event-stream"]).filter(Boolean)
    assert.deepEqual(
      streams.map((stream) => Object.keys(partOf(stream))),
      [["schema"], ["schema"]]
    )
  })

  it("tells what is posted to an endpoint, as the core writes it", () => {
    const webhooks = partOf(partOf(partOf(partOf(document)["webhooks"])["message"])["post"])
    const json = partOf(partOf(partOf(webhooks["requestBody"])["content"])["application/json"])
    assert.deepEqual(json, { schema: { $ref: "#/components/schemas/WebhookMessage" } })
    const body = partOf(partOf(schemas["WebhookMessage"])["properties"])
    const made = testMessage(EndpointId.make(`ep_${"0".repeat(26)}`), "0".repeat(26), DateTime.makeUnsafe(0))
    assert.sameMembers(Object.keys(body), Object.keys(JSON.parse(made.body)))
    assert.include(partOf(body["type"])["enum"], made.type)
    assert.sameMembers(
      listOf(webhooks["parameters"]).map(({ name }) => name),
      ["webhook-id", "webhook-timestamp", "webhook-signature"]
    )
  })

  it("gives an example for every field that is not a schema of its own", () => {
    const plain = fields.filter(([, field]) => !isOfSchema(field))
    assert.deepEqual(
      plain.filter(([, field]) => !says(field, "examples")).map(([path]) => path),
      []
    )
  })

  it("gives no example that its own list of words forbids", () => {
    const wrong = fields.filter(
      ([, { enum: words, examples }]) =>
        Array.isArray(words) && Array.isArray(examples) && !examples.every((example) => words.includes(example))
    )
    assert.deepEqual(
      wrong.map(([path]) => path),
      []
    )
  })

  it("is of version 3.1 and lists these routes with their answers", () => {
    const routes = operations.map(
      (operation: Part) => `${String(operation["route"])} ${Object.keys(partOf(operation["responses"])).join(" ")}`
    )
    assert.strictEqual(document.openapi, "3.1.0")
    assert.deepEqual(routes.toSorted(), [
      "DELETE /v1/suppressions/{id} 200 400 401 403 404 429 500 503",
      "DELETE /v1/webhook-endpoints/{id} 200 400 401 403 404 429 500 503",
      "GET /healthz 200 400 403 500",
      "GET /metrics 200 400 403 500",
      "GET /readyz 200 400 403 500 503",
      "GET /v1/account 200 400 401 403 429 500 503",
      "GET /v1/agents 200 400 401 403 429 500 502 503",
      "GET /v1/agents/{id} 200 400 401 403 404 429 500 502 503",
      "GET /v1/approvals 200 400 401 403 429 500 503",
      "GET /v1/audit 200 400 401 403 429 500 503",
      "GET /v1/audit/verification 200 400 401 403 429 500 503",
      "GET /v1/calls 200 400 401 403 429 500 503",
      "GET /v1/calls/{id} 200 400 401 403 404 429 500 503",
      "GET /v1/calls/{id}/approval 200 400 401 403 404 409 429 500 503",
      "GET /v1/calls/{id}/events 200 400 401 403 404 410 429 500 503",
      "GET /v1/calls/{id}/evidence 200 400 401 403 404 429 500 503",
      "GET /v1/calls/{id}/recording 200 206 400 401 403 404 416 429 500 502 503",
      "GET /v1/calls/{id}/transcript 200 400 401 403 404 406 429 500 502 503",
      "GET /v1/conversations/{id} 200 400 401 403 404 429 500 502 503",
      "GET /v1/events 200 400 401 403 410 429 500 503",
      "GET /v1/phone-numbers 200 400 401 403 429 500 502 503",
      "GET /v1/policy 200 400 401 403 429 500 503",
      "GET /v1/suppressions 200 400 401 403 429 500 503",
      "GET /v1/suppressions/{id} 200 400 401 403 404 429 500 503",
      "GET /v1/webhook-endpoints 200 400 401 403 429 500 503",
      "GET /v1/webhook-endpoints/{id} 200 400 401 403 404 429 500 503",
      "GET /v1/webhook-endpoints/{id}/messages 200 400 401 403 404 429 500 503",
      "PATCH /v1/webhook-endpoints/{id} 200 400 401 403 404 413 415 422 429 500 503",
      "POST /v1/calls 200 201 202 400 401 403 409 413 415 422 424 429 500 502 503",
      "POST /v1/calls/check 200 400 401 403 413 415 429 500 502 503",
      "POST /v1/calls/search 200 400 401 403 413 415 429 500 503",
      "POST /v1/calls/{id}/approve 200 400 401 403 404 409 413 415 422 429 500 502 503",
      "POST /v1/calls/{id}/deny 200 400 401 403 404 409 429 500 503",
      "POST /v1/calls/{id}/hang-up 200 400 401 403 404 409 429 500 501 502 503",
      "POST /v1/calls/{id}/recover 200 400 401 403 404 429 500 502 503",
      "POST /v1/calls/{id}/resolve 200 400 401 403 404 409 413 415 429 500 503",
      "POST /v1/policy/reopen 200 400 401 403 413 415 429 500 503",
      "POST /v1/suppressions 200 400 401 403 413 415 429 500 503",
      "POST /v1/suppressions/check 200 400 401 403 413 415 429 500 503",
      "POST /v1/webhook-endpoints 201 400 401 403 409 413 415 422 429 500 503",
      "POST /v1/webhook-endpoints/{id}/disable 200 400 401 403 404 429 500 503",
      "POST /v1/webhook-endpoints/{id}/enable 200 400 401 403 404 429 500 503",
      "POST /v1/webhook-endpoints/{id}/rotate-secret 200 400 401 403 404 413 415 429 500 503",
      "POST /v1/webhook-endpoints/{id}/test 202 400 401 403 404 409 429 500 503",
      "POST /v1/webhook-messages/{id}/resend 202 400 401 403 404 409 429 500 503",
      "POST /v1/webhooks/elevenlabs 200 400 401 403 413 500 503"
    ])
  })

  it("asks under /v1 for a key in either header, with the scope of the route; a webhook brings a signature", () => {
    const isOpen = ({ route }: { readonly route: string }) => !route.includes(" /v1/") || route.includes("/webhooks/")
    const behindKeys = operations.filter((operation) => !isOpen(operation))
    assert.isAbove(behindKeys.length, 7)
    for (const operation of behindKeys) {
      const { route, security, "x-required-scope": scope } = operation as Part
      const roles = route === "GET /v1/account" ? [] : [scope]
      assert.isTrue(roles.every(Schema.is(KeyScope)), String(route))
      assert.deepEqual(security, [{ bearer: roles }, { apiKey: roles }], String(route))
    }
    for (const operation of operations.filter(isOpen)) {
      assert.deepEqual((operation as Part)["security"], [])
    }
    const { apiKey, bearer } = document.components.securitySchemes
    assert.deepInclude(bearer, { type: "http", scheme: "bearer" })
    assert.deepInclude(apiKey, { type: "apiKey", name: "x-api-key", in: "header" })
  })

  it("has no number in an address", () => {
    const named = parameters.map(({ name }) => String(name))
    assert.includeMembers(named, ["id", "status"])
    assert.notIncludeMembers(named, ["to", "from", "number", "callerId", "phone"])
  })
})
