import { seeded, type Target } from "./Corpus.ts"

/** Reserved numbers that would ring if they were written plainly. */
const plain = ["+14155550123", "+12125550147", "+13055550188", "+61491570156", "+33199001234"]

const digitsFrom = (first: number): string => String.fromCodePoint(...Array.from({ length: 10 }, (_, n) => first + n))

/** Digits of other scripts, and letters that look like digits. */
const alphabets: ReadonlyArray<string> = [
  ...[0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0be6, 0x0e50, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10].map(
    digitsFrom
  ),
  ...[0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6].map((first) =>
    Array.from({ length: 10 }, (_, n) => String.fromCodePoint(first + n)).join("")
  ),
  "⁰¹²³⁴⁵⁶⁷⁸⁹",
  "₀₁₂₃₄₅₆₇₈₉"
]

/** The digit at an index, in code points: some alphabets need two units for one. */
const digitOf = (alphabet: string, digit: string): string => [...alphabet][Number(digit)] ?? digit

const lookalikes = (number: string): ReadonlyArray<string> => [
  ...alphabets.map((alphabet) => number.replaceAll(/\d/g, (digit) => digitOf(alphabet, digit))),
  ...alphabets.map((alphabet) => number.slice(0, -1) + digitOf(alphabet, number.slice(-1))),
  number.replaceAll("0", "O"),
  number.replaceAll("1", "l"),
  number.replaceAll("1", "I"),
  number.replace("5", "S"),
  ...["＋", "﹢", "⁺", "➕", "٭"].map((plus) => plus + number.slice(1)),
  ...[
    ..."\u200B\u200C\u200D\u200E\u202E\u2060\u00AD\u00A0\u2003\u3000\u0000\u0007\u001B\n\t\u2013\u2212\u2011\uFF0F_"
  ].map((between) => number.slice(0, 5) + between + number.slice(5))
]

const extended = (number: string): ReadonlyArray<string> =>
  [
    ..." ext 5| ext. 12|x5| x 200|;ext=5|#5|,5|,,911#|;900|p1|w1|w911#|*1|/2| or +14155550124|;+14155550124|&to=+1900".split(
      "|"
    ),
    "\u0000911",
    "%0a",
    "\r\n+19005550100"
  ].map((end) => number + end)

const addressed = (number: string): ReadonlyArray<string> => [
  ...["tel:", "TEL:", "tel://", "callto:", "sip:", "sips:", "sms:", "whatsapp:", "client:", "https://"].map(
    (scheme) => scheme + number
  ),
  `tel:${number};phone-context=+1`,
  `sip:${number}@example.com`,
  `<${number}>`,
  `"${number}"`,
  `'${number}'`,
  `*67${number}`,
  `#31#${number}`,
  `**21*${number}#`,
  `++${number.slice(1)}`,
  `+ +${number.slice(1)}`,
  `+-${number}`,
  `00${number.slice(1)}x`,
  `${number}+`,
  `011${number.slice(1)}`,
  `+011${number.slice(1)}`,
  `+00${number.slice(1)}`,
  `+0${number.slice(1)}`,
  `+${"0".repeat(9)}${number.slice(1)}`,
  `${number}${number.slice(1)}`,
  number.slice(0, 5),
  `${number}99999`
]

const emergency =
  "112 911 999 000 110 118 119 113 115 117 190 191 192 193 100 101 102 103 104 108 15 17 18 61 08 933 985 1669".split(
    " "
  )
const service =
  "988 3114 116123 116111 116000 116117 411 211 311 611 811 511 711 0 1 00 000000 12 345 12345 20000 55555 98765 118118 118712 3636 123456".split(
    " "
  )
const dressed = (digits: string): ReadonlyArray<string> => [
  digits,
  `+${digits}`,
  [...digits].join(" "),
  [...digits].join("-"),
  `(${digits})`,
  ` ${digits}.`,
  `+1${digits}`,
  `+1 ${digits}`,
  `+44${digits}`,
  `+33 ${digits}`,
  `+0${digits}`,
  `00${digits}`
]
const regions = ["US", "GB", "FR", "AU"]

const crisis =
  "+18002738255 +18007997233 +18664887386 +18334564566 +18006686868 +44116123 +448001111 +61131114 +611300659467 +611800551800".split(
    " "
  )
const union = "30 31 32 33 34 351 352 353 356 357 358 36 370 371 372 385 386 39 40 420 421 43 44 45 46 48 49 359".split(
  " "
)

const nowhere =
  "+870 +8816 +8817 +8818 +8819 +88213 +88216 +88234 +8835 +878 +979 +800 +808 +888 +991 +999 +210 +999".split(" ")

/** Numbers that belong to no country: satellites, international free-phone and premium, unassigned codes. */
const countryless = (): ReadonlyArray<string> => {
  const next = seeded(7)
  return nowhere.flatMap((prefix) =>
    [8, 9, 10, 11, 12].map((length) => prefix + Array.from({ length: length - 3 }, () => next(10)).join(""))
  )
}

/** What must not be dialled however it is written: none of it is an ordinary number, or it says more than a number. */
export const tricks = (): ReadonlyArray<Target> => [
  ...emergency.flatMap(dressed).map((to) => ({ kind: "emergency", to })),
  ...emergency.flatMap((to) => regions.map((region) => ({ kind: "emergency", to, region }))),
  ...service.flatMap(dressed).map((to) => ({ kind: "short code", to })),
  ...service.flatMap((to) => regions.map((region) => ({ kind: "short code", to, region }))),
  ...crisis.flatMap((to) => [to, to.split("").join(" ").replace("+ ", "+")]).map((to) => ({ kind: "crisis line", to })),
  ...union.flatMap((code) =>
    ["000", "006", "111", "117", "123"].map((line) => ({ kind: "social value", to: `+${code}116${line}` }))
  ),
  ...countryless().map((to) => ({ kind: "no country", to })),
  ...plain
    .flatMap((number) => lookalikes(number).filter((like) => like !== number))
    .map((to) => ({ kind: "homoglyph", to })),
  ...plain.flatMap(extended).map((to) => ({ kind: "extension", to })),
  ...plain.flatMap(addressed).map((to) => ({ kind: "address", to })),
  ...[
    "1-800-FLOWERS",
    "+1-800-FLOWERS",
    "four one five",
    "",
    " ",
    "+",
    "-",
    "()",
    "null",
    "undefined",
    "NaN",
    "1e10"
  ].map((to) => ({ kind: "no number", to }))
]
