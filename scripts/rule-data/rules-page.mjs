const marker = "<!-- Written by scripts/write-calling-rules.mjs; edit the rules instead. -->"

/** The page with the tables of these rules instead of its own. */
export const rulesPage = (page, rules) => {
  const [above] = page.split(marker)
  const jurisdictions = [...new Set(rules.map(({ jurisdiction }) => jurisdiction))]
  const unverified = rules.filter(({ verified }) => !verified).length
  const tables = jurisdictions.map((jurisdiction) =>
    tableOf(
      jurisdiction,
      rules.filter((rule) => rule.jurisdiction === jurisdiction)
    )
  )
  const count = `${rules.length} rules, ${unverified} of them not verified.`
  return `${above}${marker}\n\n${count}\n\n${tables.join("\n\n")}\n`
}

const names = new Intl.DisplayNames("en", { type: "region" })

const titleOf = (jurisdiction) =>
  jurisdiction === "*" ? "Everywhere" : jurisdiction.includes("-") ? jurisdiction : names.of(jurisdiction)

const tableOf = (jurisdiction, rules) =>
  [
    `### ${titleOf(jurisdiction)}`,
    "",
    "| rule | of calls that are | says | where it stands | verified |",
    "| --- | --- | --- | --- | --- |",
    ...rules.map(
      (rule) =>
        `| \`${rule.id}\` | ${rule.purposes.join(", ")} | ${saying(rule.says)}${since(rule)} | ${source(rule)} | ${rule.verified ? "yes" : "**no**"}, ${rule.asOf} |`
    )
  ].join("\n")

const saying = (says) => sayings[says.type](says)

const sayings = {
  window: ({ holidays, saturday, sunday, weekdays }) =>
    [
      `Mon–Fri ${spans(weekdays)}`,
      `Sat ${spans(saturday)}`,
      `Sun ${spans(sunday)}`,
      ...(holidays === null ? [] : [`holidays ${spans(holidays)}`])
    ].join(" · "),
  attempts: ({ most, withinHours }) => `at most ${most} in ${withinHours} h`,
  consent: ({ kind }) => `${kind} consent`,
  disclosure: ({ of }) => `the first message tells: ${of.join(", ")}`,
  ringing: ({ atLeastSeconds }) => `rings ${atLeastSeconds} s or longer`
}

const spans = (list) =>
  list.length === 0 ? "never" : list.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(", ")

const clock = (minute) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`

const since = ({ effectiveFrom, effectiveTo }) =>
  (effectiveFrom === null ? "" : ` from ${effectiveFrom}`) + (effectiveTo === null ? "" : ` until ${effectiveTo}`)

const source = ({ citation, conflict, quote, url }) => {
  const where = url.startsWith("http") ? `[${citation}](${url})` : citation
  const words = quote === null || !url.startsWith("http") ? "" : ` “${quote.replaceAll("|", "\\|")}”`
  return `${where}${words}${conflict === null ? "" : ` ${conflict}`}`
}
