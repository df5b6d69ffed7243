import { Schema } from "effect"

const name = Schema.String.check(
  Schema.isMinLength(3),
  Schema.isMaxLength(200),
  Schema.isPattern(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/u)
)
const short = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100))
const exactVersion = Schema.String.check(Schema.isPattern(/^\d+\.\d+\.\d+(-[\w.]+)?$/u), Schema.isMaxLength(255))

const Variable = Schema.Struct({
  name: Schema.String,
  description: Schema.optionalKey(Schema.String),
  choices: Schema.optionalKey(Schema.Array(Schema.String)),
  default: Schema.optionalKey(Schema.String),
  placeholder: Schema.optionalKey(Schema.String),
  isRequired: Schema.optionalKey(Schema.Boolean),
  isSecret: Schema.optionalKey(Schema.Boolean)
})

const Package = Schema.Struct({
  registryType: Schema.Literal("npm"),
  identifier: Schema.String,
  version: exactVersion,
  runtimeHint: Schema.Literal("npx"),
  transport: Schema.Struct({ type: Schema.Literal("stdio") }),
  environmentVariables: Schema.Array(Variable)
})

/** What the registry's format of 2025-12-11 takes, as far as this server uses it; nothing beside it. */
export const ServerJson = Schema.Struct({
  $schema: Schema.Literal("https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"),
  name,
  title: short,
  description: short,
  version: exactVersion,
  packages: Schema.Array(Package)
})
