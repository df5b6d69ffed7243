import { Predicate } from "effect"

/**
 * Where an answer lacks something that the sample has, or has it as another JSON type. Extra keys are allowed. Every
 * element of a sample list must be matched by the element at its place.
 */
export const shapeProblems = (sample: unknown, answer: unknown, path = "$"): ReadonlyArray<string> => {
  const [wanted, given] = [jsonType(sample), jsonType(answer)]
  if (wanted !== given) return [`${path}: expected ${wanted}, got ${given}`]
  if (!Predicate.isObjectOrArray(sample)) return []
  return Object.entries(sample).flatMap(([key, value]) =>
    Predicate.hasProperty(answer, key)
      ? shapeProblems(value, answer[key], `${path}.${key}`)
      : [`${path}.${key}: missing`]
  )
}

const jsonType = (value: unknown): string => {
  if (value === null) return "null"
  return Array.isArray(value) ? "array" : typeof value
}
