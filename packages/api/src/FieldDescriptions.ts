import { fieldExamples } from "./FieldExamples.ts"

/** A part of an OpenAPI document, as far as it is looked at here. */
interface Part {
  readonly [name: string]: unknown
}

/**
 * Completes an OpenAPI document: every field of every schema gets a description and an example, where its own schema
 * has none, and answers may grow fields in later versions.
 */
export const describeFields = (document: Part): Part => {
  const components = partOf(document["components"])
  const schemas = Object.entries(partOf(components["schemas"])).map(([name, schema]) => [
    name,
    describe(name.replace(/Encoded$/, ""), partOf(schema))
  ])
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } }
}

const describe = (path: string, schema: Part): Part => {
  const described: { [name: string]: unknown } = { ...schema }
  if (!isRequest(path)) delete described["additionalProperties"]
  if (schema["properties"] !== undefined) {
    described["properties"] = Object.fromEntries(
      Object.entries(partOf(schema["properties"])).map(([name, field]) => [
        name,
        describeField(path, name, partOf(field))
      ])
    )
  }
  for (const composition of ["anyOf", "allOf"]) {
    const members = schema[composition]
    if (Array.isArray(members)) described[composition] = members.map((member) => describe(path, partOf(member)))
  }
  if (schema["items"] !== undefined) described["items"] = describe(path, partOf(schema["items"]))
  return described
}

const describeField = (path: string, name: string, field: Part): Part => {
  const words = fieldExamples[`${path}.${name}`] ?? fieldExamples[`${family(path)}.${name}`] ?? fieldExamples[name]
  const inner = describe(`${path}.${name}`, field)
  if (words === undefined) return inner
  return {
    ...inner,
    ...(says(inner, "description") || words.description === undefined ? {} : { description: words.description }),
    ...(says(inner, "examples") || words.example === undefined ? {} : { examples: [words.example] })
  }
}

/** Schemas that share their fields share their words. */
const family = (path: string): string =>
  path.replace(/^(New|Replayed|Unknown)Call\b/, "Call").replace(/^\w+Problem\b/, "Problem")

const isRequest = (path: string): boolean => path.startsWith("CallRequest")

const says = (schema: Part, keyword: string): boolean => {
  const members = schema["anyOf"]
  return (
    schema[keyword] !== undefined || (Array.isArray(members) && members.some((member) => says(partOf(member), keyword)))
  )
}

const partOf = (value: unknown): Part => (typeof value === "object" && value !== null ? { ...value } : {})
