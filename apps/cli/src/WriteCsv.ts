/** A record of a CSV file as RFC 4180 has it, without its line break. */
export const csvRow = (fields: ReadonlyArray<string>): string => fields.map(quoted).join(",")

const quoted = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)

/**
 * A text that no spreadsheet takes for a formula: one that begins as formulas do gets an apostrophe before it. What
 * somebody wrote into a note must not run where the list is opened.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export const withoutFormula = (text: string): string => (isFormula(text) ? `'${text}` : text)

/** The text that was made harmless. */
export const asWritten = (text: string): string =>
  text.startsWith("'") && isFormula(text.slice(1)) ? text.slice(1) : text

const isFormula = (text: string): boolean => /^[=+\-@\t\r\n]/.test(text)
