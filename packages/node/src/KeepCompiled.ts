/**
 * Lets Node keep what it compiles of this program, for the next start. In a folder below this user's home and nowhere
 * else: Node runs what it finds there, when its checksum holds. Where the home is not this user's own, as under `sudo`,
 * or cannot be written, each start compiles. `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
 * https://nodejs.org/api/module.html#module-compile-cache
 */
export const keepCompiled = (): void => {
  const folder = compiledFolder()
  if (folder !== null) process.getBuiltinModule("node:module").enableCompileCache?.(folder)
}

const compiledFolder = (): string | null => {
  const path = process.getBuiltinModule("node:path")
  const { statSync } = process.getBuiltinModule("node:fs")
  try {
    const home = process.getBuiltinModule("node:os").homedir()
    const isOwn = process.getuid === undefined || statSync(home).uid === process.getuid()
    return path.isAbsolute(home) && isOwn ? path.join(home, ".cache", "outbound-call") : null
  } catch {
    return null
  }
}
