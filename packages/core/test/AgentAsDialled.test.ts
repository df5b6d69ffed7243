import { assert, describe, it } from "@effect/vitest"
import { agentAsDialled } from "@outbound-call/core/AgentAsDialled"
import { toAgent } from "@outbound-call/core/elevenlabs/ElevenLabsAgent"
import { AgentRecord } from "@outbound-call/core/elevenlabs/ElevenLabsWire"
import { Schema } from "effect"

const record = {
  agent_id: "agent_x",
  conversation_config: {
    agent: { first_message: "An AI calls for Example.", language: "en" },
    conversation: { max_duration_seconds: 300 },
    language_presets: {
      fr: {
        overrides: {
          agent: { first_message: "Une IA vous appelle.", language: "fr" },
          conversation: { max_duration_seconds: 900 }
        },
        first_message_translation: { source_hash: "x", text: "Bonjour" }
      },
      de: { overrides: { agent: { first_message: null } } },
      it: null,
      es: { overrides: null }
    }
  },
  platform_settings: { privacy: { record_voice: false } }
}

const agent = toAgent("agent_x", Schema.decodeUnknownSync(AgentRecord)(record), [])

const heard = (request: Parameters<typeof agentAsDialled>[1]) => {
  const { firstMessage, maxDurationSeconds, recordsVoice } = agentAsDialled(agent, request)
  return [firstMessage, maxDurationSeconds, recordsVoice]
}

describe("the agent as it speaks in a call", () => {
  it("is what was read, in its own language", () => {
    for (const request of [{}, { overrides: { language: "en" } }, { overrides: { voiceId: "v" } }]) {
      assert.deepStrictEqual(heard(request), ["An AI calls for Example.", 300, false])
    }
  })

  it("says in another language what its preset says, and nothing that is known where there is none", () => {
    assert.deepStrictEqual(heard({ overrides: { language: "fr" } }), ["Une IA vous appelle.", 900, false])
    for (const language of ["de", "it", "es", "pt"]) {
      assert.deepStrictEqual(heard({ overrides: { language } }), [null, 300, false], language)
    }
  })

  it("is not known on a branch or in an environment, nor for how long it talks", () => {
    for (const request of [{ branchId: "b" }, { environment: "e" }, { branchId: "b", overrides: { language: "fr" } }]) {
      assert.deepStrictEqual(heard(request), [null, null, null])
    }
  })
})
