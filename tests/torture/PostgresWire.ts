/** A statement that a client had run. */
export interface SentStatement {
  readonly sql: string
  /** The first call id among its parameters. */
  readonly callId: string | null
}

/**
 * Reads what a client sends, chunk by chunk, and tells each statement with its SQL, prepared ones as well.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export const sentStatements = (tell: (statement: SentStatement) => void): ((chunk: Buffer) => void) => {
  const prepared = new Map<string, string>()
  const read = messages(true)
  return (chunk) => {
    for (const { body, type } of read(chunk)) {
      const [first = "", second = ""] = body.toString("latin1").split("\0", 2)
      if (type === "P") prepared.set(first, second)
      if (type === "B") {
        const callId = /call_[0-9A-Z]{26}/.exec(body.toString("latin1"))?.[0] ?? null
        tell({ sql: prepared.get(second) ?? "", callId })
      }
    }
  }
}

/** Reads what a server answers, and gives the tags of the commands that it reports as complete. */
export const tagsAnswered = (): ((chunk: Buffer) => ReadonlyArray<string>) => {
  const read = messages(false)
  return (chunk) =>
    read(chunk).flatMap(({ body, type }) => (type === "C" ? [body.toString("latin1").replace("\0", "")] : []))
}

interface Message {
  readonly type: string
  readonly body: Buffer
}

/** Cuts a stream into messages: a letter, a length, and the rest. A client's first one has no letter. */
const messages = (isClient: boolean): ((chunk: Buffer) => ReadonlyArray<Message>) => {
  let rest = Buffer.alloc(0)
  let isFirst = isClient
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const found: Array<Message> = []
    for (;;) {
      const letter = isFirst ? 0 : 1
      if (rest.length < letter + 4) return found
      const end = letter + rest.readUInt32BE(letter)
      if (rest.length < end) return found
      found.push({ type: rest.toString("latin1", 0, letter), body: rest.subarray(letter + 4, end) })
      rest = rest.subarray(end)
      isFirst = false
    }
  }
}
