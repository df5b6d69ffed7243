import { maskPhoneNumber } from "@outbound-call/core/PhoneNumber"
import { SuppressionView } from "@outbound-call/core/ViewSuppression"
import { plain } from "@outbound-call/core/RenderTranscript"
import { Schema } from "effect"
import { instant } from "./DescribeCall.ts"

const encode = Schema.encodeSync(SuppressionView)

/** An entry with its number as it is asked for. */
export const shown = (entry: SuppressionView, showNumbers: boolean): SuppressionView =>
  showNumbers ? entry : { ...entry, number: maskPhoneNumber(entry.number) }

/** An entry as JSON. */
export const suppressionJson = (entry: SuppressionView) => encode(entry)

/** An entry in one line. */
export const suppressionLine = (entry: SuppressionView): string =>
  [
    entry.id,
    entry.number,
    instant(entry.addedAt),
    plain(entry.source),
    `by ${plain(entry.addedBy)}`,
    ...(entry.note === null ? [] : [plain(entry.note)])
  ].join("  ")
