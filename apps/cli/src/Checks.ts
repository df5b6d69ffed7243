/** What one look of the doctor came to. `untold`: the provider does not say, which stops no call. */
export interface Check {
  readonly name: string
  readonly result: "passed" | "failed" | "untold"
  readonly detail: string
  readonly fix: string | null
}

export const passed = (name: string, detail: string): Check => ({ name, result: "passed", detail, fix: null })
export const failed = (name: string, detail: string, fix: string): Check => ({ name, result: "failed", detail, fix })
export const untold = (name: string, detail: string): Check => ({ name, result: "untold", detail, fix: null })
