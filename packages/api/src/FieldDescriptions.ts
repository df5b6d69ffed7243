import { type Part, partOf } from "./DocumentPart.ts"
import { fieldExamples } from "./FieldExamples.ts"

/**
 * Completes an OpenAPI document: every field of every schema gets a description and an example, where its own schema
 * has none, and answers may grow fields in later versions.
 */
export const describeFields = (written: Part): Part => {
  const document = partOf(withPlainNames(written))
  const components = partOf(document["components"])
  const schemas = Object.entries(partOf(components["schemas"])).map(([name, schema]) => [
    name,
    describe(name, partOf(schema))
  ])
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } }
}

/** A problem is named as it is; that its JSON is another form of its class matters to nobody else. */
const withPlainNames = (value: unknown): unknown => {
  if (typeof value === "string") return value.replace(/^(#\/components\/schemas\/\w+Problem)Encoded$/, "$1")
  if (Array.isArray(value)) return value.map(withPlainNames)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name.replace(/^(\w+Problem)Encoded$/, "$1"), withPlainNames(part)])
  )
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
  for (const inner of ["items", "contentSchema"]) {
    if (schema[inner] !== undefined) described[inner] = describe(path, partOf(schema[inner]))
  }
  return described
}

const describeField = (path: string, name: string, field: Part): Part => {
  const words = fieldExamples[`${path}.${name}`] ?? fieldExamples[`${family(path)}.${name}`] ?? fieldExamples[name]
  const inner = describe(`${path}.${name}`, field)
  if (words === undefined) return inner
  const example = exampleFor(inner, words.example)
  return {
    ...inner,
    ...(says(inner, "description") || words.description === undefined ? {} : { description: words.description }),
    ...(says(inner, "examples") || example === undefined ? {} : { examples: [example] })
  }
}

/** One of the values that are allowed, where they are listed. */
const exampleFor = (schema: Part, example: unknown): unknown => {
  const allowed: unknown = schema["enum"]
  return Array.isArray(allowed) && !allowed.includes(example) ? allowed[0] : example
}

/** Schemas that share their fields share their words. */
const family = (path: string): string =>
  path
    .replace(/^(New|Replayed|Undecided)Call\b/, "Call")
    .replace(/^(\w+?)_\d+\b/, "$1")
    .replace(/^NewEndpoint\b/, "Endpoint")
    .replace(/^(\w+Problem|ProblemEvent\.data)\b/, "Problem")

const isRequest = (path: string): boolean => path.startsWith("CallRequest")

const says = (schema: Part, keyword: string): boolean => {
  const members = schema["anyOf"]
  return (
    schema[keyword] !== undefined || (Array.isArray(members) && members.some((member) => says(partOf(member), keyword)))
  )
}
