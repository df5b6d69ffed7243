const states = `AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC Washington D.C.|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky
LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana
NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota
OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas
UT Utah|VT Vermont|VA Virginia|WA Washington State|WV West Virginia|WI Wisconsin|WY Wyoming`
const provinces = `AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador
NT Northwest Territories|NS Nova Scotia|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon`

const entries = (country, list) =>
  list.split(/[|\n]/).flatMap((entry) => {
    const [code, name] = [entry.slice(0, 2), entry.slice(3)]
    return [
      [code, `${country}-${code}`],
      [name, `${country}-${code}`]
    ]
  })

/** Names as libphonenumber spells them, its one misspelling and its one place without a province among them. */
const codes = new Map([
  ...entries("US", states),
  ...entries("CA", provinces),
  ["British Colombia", "CA-BC"],
  ["Watson Lake", "CA-YT"]
])

/** The states or provinces that a description such as `Pensacola, FL`, `Florida` or `Nova Scotia/Prince Edward Island` names. */
export const placeCodes = (description) =>
  (/, ([A-Z]{2})$/.exec(description)?.[1] ?? description).split("/").map((name) => {
    const code = codes.get(name)
    if (code === undefined) throw new Error(`"${description}" names no known state or province`)
    return code
  })
