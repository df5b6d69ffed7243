import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { toAgent } from "@outbound-call/core/elevenlabs/ElevenLabsAgent"
import { AgentRecord } from "@outbound-call/core/elevenlabs/ElevenLabsWire"

const agentOf = (record: object, tools: ReadonlyArray<unknown> = []) =>
  toAgent("agent_x", Schema.decodeUnknownSync(AgentRecord)(record), tools)

const withAgent = (agent: object) => ({ agent_id: "agent_x", conversation_config: { agent } })

const lookUp = {
  id: "tool_1",
  tool_config: {
    type: "webhook",
    name: "look_up",
    description: "Looks {{not_in_use}} up",
    assignments: [{ dynamic_variable: "found_state", value_path: "state" }],
    dynamic_variables: { dynamic_variable_placeholders: { case_id: "C-1" } },
    api_schema: {
      url: "https://example.com/{{region}}/cases",
      request_headers: { authorization: { variable_name: "secret__token" }, accept: "application/json" },
      path_params_schema: { id: { type: "string", dynamic_variable: "case_id" } },
      query_params_schema: { properties: { lang: { dynamic_variable: "", constant_value: "en" } } },
      request_body_schema: {
        properties: {
          caller: { dynamic_variable: "system__caller_id" },
          items: { items: { properties: { deep: { dynamic_variable: "deep_value" } } } }
        }
      }
    }
  }
}

describe("toAgent", () => {
  it("finds the variables of the first message and of the prompt, each once", () => {
    const { variables } = agentOf(
      withAgent({
        first_message: "Hello {{ name }}, {{name}} of {{company}}",
        max_conversation_duration_message: "Sorry {{title}}",
        dynamic_variables: { dynamic_variable_placeholders: { name: "Sam", mood: "calm" } },
        prompt: { prompt: "You know {{case_id}} at {{system__time_utc}}." }
      })
    )
    assert.deepStrictEqual(variables, {
      firstMessage: ["name", "company"],
      prompt: ["case_id", "title"],
      tools: [],
      placeholders: ["name", "mood"]
    })
  })

  it("finds what its tools read, not what they write", () => {
    const { tools } = agentOf(withAgent({ prompt: { tool_ids: ["tool_1"] } }), [lookUp]).variables
    for (const name of ["region", "secret__token", "case_id", "deep_value"]) assert.include(tools, name)
    for (const name of ["found_state", "system__caller_id", ""]) assert.notInclude(tools, name)
    assert.strictEqual(new Set(tools).size, tools.length)
  })

  it("finds the variables of inline and of built-in tools and of a workflow", () => {
    const { tools } = agentOf({
      ...withAgent({
        prompt: {
          tools: [{ name: "t", api_schema: { url: "https://example.com/{{inline}}" } }],
          built_in_tools: { voicemail_detection: { params: { voicemail_message: "Call {{back}}" } }, end_call: null }
        }
      }),
      workflow: { nodes: { a: { prompt: "Say {{flow}}" } } }
    }).variables
    assert.sameMembers([...tools], ["inline", "back", "flow"])
  })

  it("takes the agent's placeholders for no defaults", () => {
    const { variables } = agentOf(
      withAgent({
        first_message: "Hello {{name}}",
        dynamic_variables: { dynamic_variable_placeholders: { name: "Sam", other: "x" } }
      })
    )
    assert.deepStrictEqual(variables.firstMessage, ["name"])
    assert.deepStrictEqual(variables.tools, [])
  })

  it("reads which overrides are allowed; what is not allowed by name is not", () => {
    const allowed = (config: object) =>
      agentOf({ platform_settings: { overrides: { conversation_config_override: config } } }).allowedOverrides
    assert.deepStrictEqual(
      allowed({
        agent: { first_message: true, language: false, prompt: { prompt: true, llm: false } },
        tts: { voice_id: true },
        conversation: { max_duration_seconds: true }
      }),
      { firstMessage: true, language: false, prompt: true, voiceId: true, maxDuration: true }
    )
    const none = { firstMessage: false, language: false, prompt: false, voiceId: false, maxDuration: false }
    assert.deepStrictEqual(allowed({}), none)
    assert.deepStrictEqual(allowed({ agent: { first_message: "yes", language: 1 } }), none)
  })

  it("does not know the overrides of a server that does not tell them", () => {
    const unknown = { firstMessage: null, language: null, prompt: null, voiceId: null, maxDuration: null }
    assert.deepStrictEqual(agentOf({}).allowedOverrides, unknown)
    assert.deepStrictEqual(agentOf({ platform_settings: { overrides: null } }).allowedOverrides, unknown)
  })

  it("makes do with an empty record", () => {
    const { name, variables } = agentOf({})
    assert.isNull(name)
    assert.deepStrictEqual(variables, { firstMessage: [], prompt: [], tools: [], placeholders: [] })
  })
})
