/** What was asked: the server, whether with a key, and about which call. */
export interface Asked {
  readonly url: string
  readonly hasKey: boolean
  readonly id?: string
}
