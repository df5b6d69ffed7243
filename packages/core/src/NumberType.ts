import { Schema } from "effect"

/** What the numbering plan says that a number reaches. In North America landlines and mobiles cannot be told apart. */
export const NumberType = Schema.Literals([
  "mobile",
  "fixed-line",
  "fixed-line-or-mobile",
  "voip",
  "toll-free",
  "premium-rate",
  "shared-cost",
  "personal",
  "pager",
  "uan",
  "voicemail",
  "no-country",
  "unknown"
])
export type NumberType = typeof NumberType.Type
