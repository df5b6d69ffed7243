type Json = Readonly<Record<string, unknown>>

/**
 * What was told, without the one place where callee speech may stand: the `text` of `turns`, in an object that says that
 * its content is not to be trusted. Texts that are JSON are looked into; ids are counted, since chance makes them.
 */
export const speechless = (told: unknown): string => {
  const ids: Array<string> = []
  return JSON.stringify(without(told)).replaceAll(/\b(?:call|conv|key)_\w{20,}/g, (id) => {
    if (!ids.includes(id)) ids.push(id)
    return `id ${ids.indexOf(id)}`
  })
}

const without = (value: unknown): unknown => {
  if (typeof value === "string") return value.startsWith("{") ? JSON.stringify(without(parsed(value))) : value
  if (Array.isArray(value)) return value.map(without)
  if (typeof value !== "object" || value === null) return value
  const object = value as Json
  const { turns, ...rest } = object
  const isMarked = object["untrusted_content"] === true && Array.isArray(turns)
  return {
    ...Object.fromEntries(Object.entries(isMarked ? rest : object).map(([name, inner]) => [name, without(inner)])),
    ...(isMarked ? { turns: turns.map((turn: Json) => without({ ...turn, text: undefined })) } : {})
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return [text]
  }
}

/** The texts that were left out. */
export const speechIn = (told: unknown): ReadonlyArray<string> => {
  if (typeof told === "string") return told.startsWith("{") ? speechIn(parsed(told)) : []
  if (Array.isArray(told)) return told.flatMap(speechIn)
  if (typeof told !== "object" || told === null) return []
  const { turns, ...rest } = told as Json
  return [
    ...(Array.isArray(turns) ? turns.map(({ text }: Json) => String(text)) : []),
    ...Object.values(rest).flatMap(speechIn)
  ]
}
