import { Duration, Option } from "effect"

/** What `readDuration` understands. */
export const durationForms = "seconds such as 90, or a duration such as 90s, 5m, 2h or 1d"

/** Reads `90`, `90s`, `5m`, `2h`, `1d` or `5 minutes`. A bare number is seconds; it must be more than nothing. */
export const readDuration = (text: string): Option.Option<Duration.Duration> =>
  Option.filter(readSpan(text), Duration.isPositive)

/** The same, and nothing is a span as well. */
export const readSpan = (text: string): Option.Option<Duration.Duration> => {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim())
  const unit = units[(match?.[2] ?? "-").toLowerCase()]
  if (match === null || unit === undefined) return Option.none()
  return Duration.fromInput(`${Number(match[1])} ${unit}`)
}

const units: { readonly [word: string]: "seconds" | "minutes" | "hours" | "days" } = {
  "": "seconds",
  s: "seconds",
  sec: "seconds",
  second: "seconds",
  seconds: "seconds",
  m: "minutes",
  min: "minutes",
  minute: "minutes",
  minutes: "minutes",
  h: "hours",
  hour: "hours",
  hours: "hours",
  d: "days",
  day: "days",
  days: "days"
}
