const oldest = [22, 19] as const

/** What a program says on a Node that it cannot run on; null on any other. Loads nothing, since that would break first. */
export const oldNode = (program: string): string | null => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1])
  return isOld
    ? `${program} needs Node ${oldest.join(".")} or newer, and this is Node ${process.versions.node}. Nothing was started, and no phone rang. Install a newer Node, or start it with one.`
    : null
}
