const FRAME_BYTES = 96
const FRAMES_PER_SECOND = 42

/** One second of silence as MPEG-1 layer III, mono, 48 kHz, 32 kbit/s. */
export const silence = (): Uint8Array => {
  const bytes = new Uint8Array(FRAME_BYTES * FRAMES_PER_SECOND)
  for (let at = 0; at < bytes.length; at += FRAME_BYTES) bytes.set([0xff, 0xfb, 0x14, 0xc4], at)
  return bytes
}
