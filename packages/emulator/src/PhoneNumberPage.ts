import { errorObject, invalid } from "./ErrorBody.ts"
import { cursorKey, pageOf } from "./Page.ts"
import { PhoneNumbers, phoneNumberRecord } from "./PhoneNumber.ts"
import { Query } from "./Query.ts"
import { json, type Reply } from "./Reply.ts"

/** What `GET /v1/convai/v2/phone-numbers` answers. */
export const phoneNumberPage = (params: URLSearchParams, requestId: string): Reply => {
  const query = new Query(params)
  const size = query.integer("page_size", 1, 100) ?? 30
  const outbound = query.flag("supports_outbound")
  const provider = query.word("provider", ["twilio", "sip_trunk", "exotel"])
  const number = query.text("phone_number")
  const label = query.text("label")
  const search = query.text("search") ?? ""
  if (query.problems.length > 0) return invalid(query.problems)

  const cursor = query.text("cursor")
  const after = cursor === null ? -1 : cursorKey(cursor)
  if (after === null) {
    return errorObject(400, requestId, {
      type: "validation_error",
      code: "invalid_cursor",
      message: "The cursor is not valid.",
      param: "cursor"
    })
  }
  const found = PhoneNumbers.map((phone, position) => ({ phone, position })).filter(
    ({ phone, position }) =>
      position > after &&
      (outbound === null || phone.supportsOutbound === outbound) &&
      (provider === null || phone.provider === provider) &&
      (number === null || phone.number === number) &&
      (label === null || phone.label === label) &&
      `${phone.label} ${phone.number}`.toLowerCase().includes(search.toLowerCase())
  )
  const page = pageOf(found, size, (entry) => entry.position)
  return json(200, {
    phone_numbers: page.items.map(({ phone }) => phoneNumberRecord(phone)),
    next_cursor: page.nextCursor,
    has_more: page.nextCursor !== null
  })
}
