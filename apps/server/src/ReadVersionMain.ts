import { readFileSync } from "node:fs"

/** The version of this package, which lies beside the program; a copy of the program alone does not know it. */
export const readVersion = (): string => {
  try {
    const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
    if (typeof manifest === "object" && manifest !== null && "version" in manifest) return String(manifest.version)
  } catch {
    // What cannot be read is not known.
  }
  return "unknown"
}
