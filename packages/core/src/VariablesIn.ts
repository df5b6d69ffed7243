/**
 * Names of the dynamic variables `{{ name }}` in a text, each once. Names starting with `system__` are left out: the
 * provider fills those.
 */
export const variablesIn = (text: string): ReadonlyArray<string> => [
  ...new Set(
    [...text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].flatMap(([, name]) =>
      name === undefined || name.startsWith("system__") ? [] : [name]
    )
  )
]
