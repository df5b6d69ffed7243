/** A request as the emulator takes it. Header names are in lower case. */
export interface EmulatorRequest {
  readonly method: string
  /** Path and query, such as `/v1/convai/conversations?page_size=2`. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
