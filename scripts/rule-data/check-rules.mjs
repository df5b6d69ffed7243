/**
 * What is wrong with rule data on a day (`YYYY-MM-DD`): one sentence for each mistake, led by the rule's id. A rule that
 * nobody has read again for 180 days is a mistake too, since laws change and nobody is told.
 */
export const checkRules = (rules, today) => {
  const ids = rules.map(({ id }) => id)
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  return [
    ...twice.map((id) => `${id}: this id is used twice`),
    ...rules.flatMap((rule) => mistakesIn(rule, today).map((text) => `${rule.id}: ${text}`)),
    ...(rules.length === 0 ? ["there are no rules"] : [])
  ]
}

const fields =
  "id jurisdiction purposes says citation url quote verified asOf effectiveFrom effectiveTo conflict".split(" ")
const purposes = ["informational", "requested", "sales"]

const mistakesIn = (rule, today) => {
  const found = []
  const expect = (isSo, text) => isSo || found.push(text)
  const isText = (value) => typeof value === "string" && value.trim() === value && value !== ""
  const isTextOrNull = (value) => value === null || isText(value)
  const isDateOrNull = (value) => value === null || isDate(value)

  const unknown = Object.keys(rule).filter((field) => !fields.includes(field))
  const missing = fields.filter((field) => !(field in rule))
  expect(unknown.length === 0, `has unknown fields: ${unknown.join(", ")}`)
  expect(missing.length === 0, `lacks the fields ${missing.join(", ")}`)
  expect(/^[a-z]{2,3}(-[a-z]+)+$/.test(rule.id), "the id is not of the form us-tx-window")
  expect(/^(\*|EU|[A-Z]{2}(-[A-Z]{2,3})?)$/.test(rule.jurisdiction), `${rule.jurisdiction} is no jurisdiction`)
  expect(rule.id?.startsWith(prefixOf(rule.jurisdiction)), `the id does not begin with ${prefixOf(rule.jurisdiction)}`)
  expect(isListOf(rule.purposes, purposes), "the purposes are not a list of purposes")
  expect(isText(rule.citation), "has no citation")
  expect(/^(https?:\/\/\S+\.\S+|docs\/[\w-]+\.md)$/.test(rule.url), `${rule.url} is no address of a page`)
  expect(isTextOrNull(rule.quote), "the quote is neither text nor null")
  expect(isTextOrNull(rule.conflict), "the conflict is neither text nor null")
  expect(typeof rule.verified === "boolean", "does not tell whether it was verified")
  expect((rule.quote !== null) === rule.verified, "is verified without a quote, or has a quote and is not verified")
  expect(isDateOrNull(rule.effectiveFrom), `effectiveFrom ${rule.effectiveFrom} is no date`)
  expect(isDateOrNull(rule.effectiveTo), `effectiveTo ${rule.effectiveTo} is no date`)
  expect(
    rule.effectiveFrom === null || rule.effectiveTo === null || rule.effectiveFrom <= rule.effectiveTo,
    "ends before it begins"
  )
  if (isDate(rule.asOf)) {
    const age = Math.round((Date.parse(today) - Date.parse(rule.asOf)) / 86_400_000)
    expect(age >= 0, `was read in the future, on ${rule.asOf}`)
    expect(age <= 180, `was read ${age} days ago: read it again, and renew asOf`)
  } else found.push(`asOf ${rule.asOf} is no date`)
  return [...found, ...mistakesInSaying(rule.says ?? {})]
}

const prefixOf = (jurisdiction) => (jurisdiction === "*" ? "any-" : `${String(jurisdiction).toLowerCase()}-`)

const isDate = (value) =>
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().slice(0, 10) === value

const isListOf = (list, words) =>
  Array.isArray(list) &&
  list.length > 0 &&
  list.every((word) => words.includes(word)) &&
  new Set(list).size === list.length

const isCount = (value, most) => Number.isInteger(value) && value >= 1 && value <= most

const mistakesInSaying = (says) => {
  const wrong = sayings[says.type]?.(says)
  return wrong === undefined ? [`says nothing that is known: ${says.type}`] : wrong
}

const sayings = {
  window: ({ holidays, saturday, sunday, weekdays }) =>
    Object.entries({ weekdays, saturday, sunday, ...(holidays === null ? {} : { holidays }) }).flatMap(([day, spans]) =>
      areSpans(spans) ? [] : [`the hours of ${day} are no spans of a day in order`]
    ),
  attempts: ({ most, withinHours }) =>
    isCount(most, 100) && isCount(withinHours, 744) ? [] : ["the attempts are not so many within so many hours"],
  consent: ({ kind }) => (["express", "written"].includes(kind) ? [] : [`${kind} is no kind of consent`]),
  disclosure: ({ of }) => (isListOf(of, ["ai", "identity", "recording"]) ? [] : ["does not tell what to disclose"]),
  ringing: ({ atLeastSeconds }) => (isCount(atLeastSeconds, 60) ? [] : ["the ringing is not so many seconds"])
}

/** Spans of minutes within one day, one after the other. None at all is a day without calls. */
const areSpans = (spans) =>
  Array.isArray(spans) &&
  spans.every(
    ([from, to], index) =>
      Number.isInteger(from) && Number.isInteger(to) && from >= (spans[index - 1]?.[1] ?? 0) && from < to && to <= 1440
  )
