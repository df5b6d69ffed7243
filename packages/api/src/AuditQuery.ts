import { Schema } from "effect"

/** Which lines of the audit log to read. */
export const auditQuery = {
  after: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000 })))
}

/** Numbers in a query are text to the codec; to the reader of the document they are what they mean. */
export const describeAuditQuery = (operation: { readonly [name: string]: unknown }) => ({
  ...operation,
  parameters: Array.isArray(operation["parameters"])
    ? operation["parameters"].map((parameter: { readonly name: string }) => ({
        ...parameter,
        ...(Object.hasOwn(meanings, parameter.name) ? { schema: meanings[parameter.name] } : {})
      }))
    : []
})

const meanings: { readonly [name: string]: unknown } = {
  after: {
    type: "integer",
    minimum: 0,
    description: "Only lines after this one, `nextAfter` of the page before; from the first when left out",
    examples: [100]
  },
  limit: {
    type: "integer",
    minimum: 1,
    maximum: 1_000,
    description: "At most this many, 1 to 1000; 100 when left out",
    examples: [100]
  }
}
