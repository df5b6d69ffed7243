import { Icon } from "effect/ai/McpSchema"

/** A handset, for hosts that show one. */
export const icon = new Icon({
  src: `data:image/svg+xml,${encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#0a7d55" d="M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2q.5-.4 1-.2a12 12 0 0 0 3.6.6q1 0 1 1V20q0 1-1 1A17 17 0 0 1 3 4q0-1 1-1h3.5q1 0 1 1 0 1.9.6 3.6.1.6-.3 1z"/></svg>'
  )}`,
  mimeType: "image/svg+xml",
  sizes: ["any"]
})
