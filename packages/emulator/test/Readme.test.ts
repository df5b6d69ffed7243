import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Callees } from "@outbound-call/emulator"
import { Agents } from "@outbound-call/emulator/Agent"
import { Fault } from "@outbound-call/emulator/Fault"
import { PhoneNumbers } from "@outbound-call/emulator/PhoneNumber"
import { initialSwitches } from "@outbound-call/emulator/Switches"
import { WebhookFault } from "@outbound-call/emulator/WebhookFault"
import { WebhookSettings } from "@outbound-call/emulator/WebhookSettings"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")

const row = (...cells: ReadonlyArray<string>) =>
  new RegExp(`^\\| ${cells.map((cell) => cell.replaceAll(/[[\]]/g, "\\$&")).join(" +\\| ")} +\\|`, "m")

describe("the README", () => {
  it("has a row for every callee", () => {
    for (const callee of Callees) assert.match(readme, row(`\`…555 ${callee.digits}\``, callee.name))
  })

  it("has a row for every agent and phone number", () => {
    for (const { id } of [...Agents, ...PhoneNumbers]) assert.match(readme, row(`\`${id}\``))
  })

  it("has a row for every switch, with the value it starts with", () => {
    for (const [name, value] of Object.entries(initialSwitches)) {
      assert.match(readme, row(`\`${name}\``, `\`${JSON.stringify(value)}\``))
    }
  })

  it("has a row for every setting of a webhook, and every kind of its faults", () => {
    for (const field of Object.keys(WebhookSettings.fields)) assert.match(readme, row(`\`${field}\``))
    for (const kind of WebhookFault.fields.kind.literals) assert.match(readme, row(`\`${kind}\``))
    for (const field of Object.keys(WebhookFault.fields)) assert.match(readme, new RegExp(`Fields: .*\`${field}\``))
  })

  it("has a row for every field and kind of a fault", () => {
    for (const field of Object.keys(Fault.fields)) assert.match(readme, row(`\`${field}\``))
    for (const kind of Fault.fields.kind.literals) assert.match(readme, row(`\`${kind}\``))
  })
})
