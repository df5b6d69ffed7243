/** What every answer says to a browser: keep nothing, guess nothing, tell nobody, and show it in no frame. */
export const securityHeaders = (path: string) => ({
  "cache-control": "no-store",
  "content-security-policy": path === "/docs" ? referencePage : `default-src 'none'; ${everywhere}`,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY"
})

const everywhere = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The page is one file, with its script and style inside, and asks this service only. */
const referencePage = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  everywhere
].join("; ")
