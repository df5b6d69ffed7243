import { fileURLToPath } from "node:url"
import { createContext, runInContext } from "node:vm"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type BrowserBundle, bundleForBrowser, toldSizes } from "./clients/BrowserBundle.ts"
import type { placeAndRead } from "./clients/page.ts"
import { makeSimulation, type Server, startServer } from "./service/Simulation.ts"

const simulation = makeSimulation()
let server: Server
let bundle: BrowserBundle

beforeAll(async () => {
  bundle = await bundleForBrowser(fileURLToPath(new URL("clients/page.ts", import.meta.url)))
  server = await startServer(simulation)
}, 30_000)

afterAll(async () => {
  await server.stop()
  simulation.remove()
})

/** A world that has what the web has, by name, and nothing of Node. */
const web = () => {
  const timers = { setTimeout, clearTimeout, queueMicrotask }
  const bytes = { ArrayBuffer, Uint8Array, TextDecoder, TextEncoder, ReadableStream }
  return createContext({
    ...timers,
    ...bytes,
    fetch,
    FormData,
    Headers,
    Response,
    URL,
    URLSearchParams,
    AbortController
  })
}

describe("the typed client in a browser", { timeout: 30_000 }, () => {
  it("is one script that asks for nothing else, least of all a module of Node", () => {
    expect(bundle.imports).toEqual([])
    expect(bundle.code.match(/\b(?:import|require)\s*\(/g)).toBeNull()
  })

  it("is as small as its page says", () => {
    const { gzipped, minified } = bundle
    console.info(`The derived client in a browser: ${minified} bytes minified, ${gzipped} gzipped`)
    const [told] = toldSizes()
    expect(gzipped / 1000).toBeLessThan(told * 1.1)
    expect(gzipped / 1000).toBeGreaterThan(told * 0.9)
  })

  it("places, follows and reads a call with nothing but the web's own functions", async () => {
    const to = "+14155550100"
    const page: { readonly placeAndRead: typeof placeAndRead } = runInContext(`${bundle.code}; page`, web())
    const read = await page.placeAndRead(server.origin, to)
    expect(read).toMatchObject({ status: "done", outcome: "answered" })
    expect(read.events).toBeGreaterThan(7)
    expect(read.text).toMatch(/Agent: .*\n.*Recipient: /)
    expect(read.mistake[0]).toBe("InvalidRequestProblem")
    expect(simulation.rings(to)).toBe(1)
  })
})
