import { readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { rolldown } from "rolldown"

/** A script for a web page, and what it would still have to load. */
export interface BrowserBundle {
  readonly code: string
  readonly imports: ReadonlyArray<string>
  /** In bytes. */
  readonly minified: number
  readonly gzipped: number
}

/** Bundles a module for browsers as a script that sets the global `page` to its exports. */
export const bundleForBrowser = async (entry: string): Promise<BrowserBundle> => {
  const build = await rolldown({ input: entry, platform: "browser", checks: { eval: false } })
  const { output } = await build.generate({ format: "iife", name: "page", minify: true })
  await build.close()
  const [{ code, dynamicImports, imports }] = output
  return {
    code,
    imports: [...imports, ...dynamicImports],
    minified: Buffer.byteLength(code),
    gzipped: gzipSync(code, { level: 9 }).byteLength
  }
}

/** The gzipped sizes that the page of `packages/api` tells, in kB: of the derived client, and of a generated one. */
export const toldSizes = (): readonly [derived: number, generated: number] => {
  const page = readFileSync(new URL("../../packages/api/README.md", import.meta.url), "utf8")
  const [derived = 0, generated = 0] = [...page.matchAll(/about ([\d.]+) kB gzipped/g)].map(([, size]) => Number(size))
  return [derived, generated]
}
