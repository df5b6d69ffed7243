/** The smallest picture: one red pixel. */
export const picture =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="

/** A sound of no length. */
export const sound = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAESsAACJWAAACABAAZGF0YQAAAAA="

export const text = (words: string) => ({ type: "text" as const, text: words })
export const image = { type: "image" as const, data: picture, mimeType: "image/png" }
export const audio = { type: "audio" as const, data: sound, mimeType: "audio/wav" }

export const resource = (uri: string, mimeType: string, words: string) => ({
  type: "resource" as const,
  resource: { uri, mimeType, text: words }
})
