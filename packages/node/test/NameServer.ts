import { createSocket } from "node:dgram"
import { isIP } from "node:net"
import { Effect } from "effect"

/** What a name has: addresses, another name, or a failure by its number (2 SERVFAIL, 3 NXDOMAIN). "silent" answers nothing. */
export type Records = ReadonlyArray<string> | { readonly alias: string } | { readonly failure: number } | "silent"

/** A name server on loopback with these names; `asked` holds every question as `name type`. */
export const nameServer = (names: { readonly [nameAndType: string]: Records }) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const asked = new Array<string>()
      const socket = createSocket("udp4")
      socket.on("message", (query, { address, port }) => {
        const { end, name, type } = questionIn(query)
        const question = `${name} ${type}`
        asked.push(question)
        const found = names[question] ?? []
        if (found !== "silent") socket.send(answerTo(query, end, type, found, names), port, address)
      })
      await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done))
      return { asked, address: `127.0.0.1:${socket.address().port}`, socket }
    }),
    ({ socket }) => Effect.promise(() => new Promise<void>((done) => void socket.close(done)))
  )

type Type = "A" | "AAAA" | "other"

/** https://www.rfc-editor.org/rfc/rfc1035#section-4.1 */
const questionIn = (query: Buffer) => {
  const labels = new Array<string>()
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length))
    at += length + 1
  }
  const number = query.readUInt16BE(at + 1)
  const type: Type = number === 1 ? "A" : number === 28 ? "AAAA" : "other"
  return { name: labels.join(".").toLowerCase(), type, end: at + 5 }
}

const answerTo = (
  query: Buffer,
  end: number,
  type: Type,
  found: Exclude<Records, "silent">,
  names: { readonly [nameAndType: string]: Records }
): Buffer => {
  const code = "failure" in found ? found.failure : 0
  const answers = "failure" in found ? [] : "alias" in found ? aliased(found.alias, type, names) : found.map(plain)
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8580 | code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(answers.length, 6)
  return Buffer.concat([header, query.subarray(12, end), ...answers])
}

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split(".").map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, "ascii")),
    Buffer.of(0)
  ])

const record = (owner: Buffer, type: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(10)
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(1, 2)
  head.writeUInt16BE(data.length, 8)
  return Buffer.concat([owner, head, data])
}

/** The name that was asked for stands at offset 12. */
const asAsked = Buffer.of(0xc0, 12)

const addressRecord = (owner: Buffer, address: string): Buffer =>
  isIP(address) === 4
    ? record(owner, 1, Buffer.from(address.split(".").map(Number)))
    : record(
        owner,
        28,
        Buffer.from(
          address
            .split(":")
            .map((part) => part.padStart(4, "0"))
            .join(""),
          "hex"
        )
      )

const plain = (address: string): Buffer => addressRecord(asAsked, address)

const aliased = (alias: string, type: Type, names: { readonly [nameAndType: string]: Records }) => {
  const target = names[`${alias} ${type}`] ?? []
  const addresses = Array.isArray(target) ? (target as ReadonlyArray<string>) : []
  return [record(asAsked, 5, nameBytes(alias)), ...addresses.map((address) => addressRecord(nameBytes(alias), address))]
}
