/** The code that V8 made of one file of a program, as it is kept between runs. */
export interface KeptCode {
  readonly code: Buffer
  /** The file's text: V8 itself would take the code of any text of the same length. */
  readonly source: Buffer
  /** The files of the program in whose company it ran: a run with another one uses more of it. */
  readonly beside: ReadonlyArray<string>
}

/** Where the code of a file is kept: in the cache folder of this user, apart for each Node. Undefined without a home. */
export const placeOf = (file: string): string | undefined => {
  try {
    const name = file.replace(/[^\w.-]+/g, "-").slice(-180)
    const node = `${process.version}-${process.arch}`
    return process.getBuiltinModule("node:path").join(cacheFolder(), "outbound-call", node, name)
  } catch {
    return undefined
  }
}

/** What is kept of a source; undefined when it is nothing, or another one's. */
export const readKept = (place: string, source: Buffer): KeptCode | undefined => {
  try {
    const kept = process.getBuiltinModule("node:fs").readFileSync(place)
    const end = kept.length - footerBytes
    const text = end - kept.readUInt32LE(end)
    const code = text - source.length
    if (!kept.subarray(code, text).equals(source)) return undefined
    const beside: unknown = JSON.parse(kept.toString("utf8", text, end))
    return Array.isArray(beside) ? { code: kept.subarray(0, code), source, beside: beside.map(String) } : undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps it for this user alone, all of it or nothing, and on the disk before it has its name: V8 runs what it is given.
 * Where that cannot be done the next run compiles again.
 */
export const writeKept = (place: string, { beside, code, source }: KeptCode): void => {
  const { mkdirSync, renameSync, rmSync, writeFileSync } = process.getBuiltinModule("node:fs")
  const own = `${place}.${process.pid}`
  try {
    const text = Buffer.from(JSON.stringify(beside))
    const footer = Buffer.alloc(footerBytes)
    footer.writeUInt32LE(text.length)
    mkdirSync(process.getBuiltinModule("node:path").dirname(place), { recursive: true, mode: 0o700 })
    writeFileSync(own, Buffer.concat([code, source, text, footer]), { mode: 0o600, flush: true })
    renameSync(own, place)
  } catch {
    try {
      rmSync(own, { force: true })
    } catch {
      // There is no such folder, or it is closed to us.
    }
  }
}

/** The length of the text before it. */
const footerBytes = 4

const cacheFolder = (): string => {
  const path = process.getBuiltinModule("node:path")
  const { homedir } = process.getBuiltinModule("node:os")
  switch (process.platform) {
    case "darwin":
      return path.join(homedir(), "Library", "Caches")
    case "win32":
      return variable("LOCALAPPDATA") || path.join(homedir(), "AppData", "Local")
    default:
      return variable("XDG_CACHE_HOME") || path.join(homedir(), ".cache")
  }
}

/** Asked before anything is loaded that could ask it otherwise. */
// @effect-diagnostics-next-line processEnv:off
const variable = (name: string): string | undefined => process.env[name] // oxlint-disable-line node/no-process-env
