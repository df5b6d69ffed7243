/** A part of an OpenAPI document, as far as it is looked at here. */
export interface Part {
  readonly [name: string]: unknown
}

/** A value of the document as a part that has names; what has none is empty. */
export const partOf = (value: unknown): Part => (typeof value === "object" && value !== null ? { ...value } : {})
