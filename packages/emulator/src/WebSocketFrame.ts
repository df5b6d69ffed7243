/** Frames of a WebSocket, as far as one line of text in each needs them: no fragments, no extensions. RFC 6455, section 5. */
export interface Frame {
  readonly opcode: number
  readonly payload: Uint8Array
}

export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const

/** What was read of the bytes of a client; `rest` is the beginning of the next frame. */
export type Frames =
  | { readonly type: "read"; readonly frames: ReadonlyArray<Frame>; readonly rest: Uint8Array }
  /** The client broke the protocol, or sent what is not spoken here; the connection is closed with this code. */
  | { readonly type: "broken"; readonly code: number }

/** Reads the frames of a client, which are masked. */
export const readFrames = (bytes: Uint8Array): Frames => {
  const frames: Array<Frame> = []
  let rest = bytes
  while (rest.length >= 2) {
    const [first = 0, second = 0] = rest
    if (first < 0x80 || (first & 0x70) !== 0 || (second & 0x80) === 0) return { type: "broken", code: protocolError }
    const short = second & 0x7f
    if (short === 127) return { type: "broken", code: tooBig }
    const start = short === 126 ? 8 : 6
    if (rest.length < start) break
    const length = short === 126 ? ((rest[2] ?? 0) << 8) | (rest[3] ?? 0) : short
    if (rest.length < start + length) break
    const mask = rest.subarray(start - 4, start)
    const payload = rest.subarray(start, start + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0))
    frames.push({ opcode: first & 0x0f, payload })
    rest = rest.subarray(start + length)
  }
  return { type: "read", frames, rest }
}

/** A frame of the server, which is not masked, of up to 65,535 bytes. */
export const writeFrame = (opcode: number, payload: Uint8Array): Uint8Array => {
  const { length } = payload
  const head = length < 126 ? [0x80 | opcode, length] : [0x80 | opcode, 126, length >> 8, length & 0xff]
  return Uint8Array.from([...head, ...payload])
}

/** The payload of a close frame. */
export const closeCode = (code: number): Uint8Array => Uint8Array.of(code >> 8, code & 0xff)

const protocolError = 1002
const tooBig = 1009
