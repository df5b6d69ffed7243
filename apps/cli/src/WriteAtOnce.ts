/**
 * Writes a text to standard output or error before it returns. Node's streams for them take longer to load than most of
 * what is said takes to find out; they write what a pipe does not take at once, and all of it on Windows, whose consoles
 * want more than bytes. A reader that went away ends the process quietly; what cannot be
 * written otherwise ends it with a sentence and code 1.
 */
export const writeAtOnce = (name: "stdout" | "stderr", text: string): void => {
  if (process.platform === "win32") return writeLater(name, text)
  const { writeSync } = process.getBuiltinModule("node:fs")
  const bytes = Buffer.from(text)
  let written = 0
  try {
    while (written < bytes.length) written += writeSync(descriptors[name], bytes, written)
  } catch (error) {
    if (isSystemError(error, "EPIPE")) return process.exit(0)
    if (!isSystemError(error, "EAGAIN")) return endLost(error)
    writeLater(name, bytes.subarray(written))
  }
}

const descriptors = { stdout: 1, stderr: 2 } as const

const writeLater = (name: "stdout" | "stderr", rest: string | Uint8Array): void => {
  process[name].on("error", (error) => {
    if (!isSystemError(error, "EPIPE")) return endLost(error)
    process.exit(0)
  })
  process[name].write(rest)
}

const endLost = (error: unknown): never => {
  tellLost(error)
  process.exit(1)
}

/** Says in a sentence that what there was to say is lost, as on a full disk, and what to do about it. */
export const tellLost = (error: unknown, advice: string = ""): void => {
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : ""
  const { writeSync } = process.getBuiltinModule("node:fs")
  try {
    writeSync(descriptors.stderr, `What this command had to say could not be written${code}${advice}.\n`)
  } catch {
    // it is lost as well; the exit code tells
  }
}

const isSystemError = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code
