// What fan-out costs at least: bare `node:http` that keeps every GET open and writes the body of a POST to all of them,
// as it is. Nothing is encoded, filtered or kept, and nobody waits for a slow reader.
import { createServer, type ServerResponse } from "node:http"

const open = new Set<ServerResponse>()

const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.write("id: 0\nevent: begin\ndata: {}\n\n")
    open.add(response)
    response.once("close", () => open.delete(response))
    return
  }
  const chunks: Array<Buffer> = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", () => {
    const bytes = Buffer.concat(chunks)
    for (const stream of open) stream.write(bytes)
    response.end()
  })
})
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`)
})
