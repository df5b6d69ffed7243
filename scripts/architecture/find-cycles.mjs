/**
 * One cycle for each back edge that a walk in depth meets, as the paths along it with the first repeated at its end.
 *
 * @param {ReadonlyMap<string, ReadonlyArray<string>>} edges
 */
export const findCycles = (edges) => {
  const cycles = []
  const finished = new Set()
  const trail = []
  const visit = (node) => {
    const start = trail.indexOf(node)
    if (start >= 0) cycles.push([...trail.slice(start), node])
    if (start >= 0 || finished.has(node)) return
    trail.push(node)
    for (const next of edges.get(node) ?? []) visit(next)
    trail.pop()
    finished.add(node)
  }
  for (const node of edges.keys()) visit(node)
  return cycles
}
