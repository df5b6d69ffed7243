import { builtinModules } from "node:module"
import { findCycles } from "./find-cycles.mjs"
import { ownerOf } from "./read-modules.mjs"
import { stableNames, stableSpecifiers } from "./stable-effect-modules.mjs"

/**
 * The rules as functions from the modules and paths of a tree to what breaks them. `report(rule, path, text)` is how
 * one is told; CONTRIBUTING.md says why each exists.
 */
const core = "packages/core"
const isAdapter = (path) => /^packages\/core\/src\/(elevenlabs\/|twilio\/|Sql\w+\.ts$)/.test(path)
const isLive = (path) => path === `${core}/src/Live.ts`
const isWire = (path) => /^packages\/core\/src\/(elevenlabs\/ElevenLabs|twilio\/Twilio)Wire\.ts$/.test(path)
const isApp = (owner) => owner?.startsWith("apps/") ?? false
const isCapability = (name) =>
  /^(PlaceCall|FollowCalls?|SearchCalls|MonitorCall|RecoverCalls?|CheckCall|CheckNumber|HangUp|SuppressNumbers?|ReleaseNumber|ReopenDialling|(Get|List)[A-Z]\w*)$/.test(
    name
  )

/** What each package may import of ours. The emulator sees the wire contract of the core and nothing else of it. */
const directions = {
  "packages/core": [],
  "packages/api": [core],
  "packages/emulator": [core],
  "packages/node": [core, "packages/emulator"],
  apps: [core, "packages/api", "packages/node"]
}

const builtins = new Set(builtinModules)
const isOfNode = (specifier) =>
  specifier.startsWith("node:") || builtins.has(specifier) || /^@effect\/platform-node(-shared)?(\/|$)/.test(specifier)

const mayUseNode = ({ owner, path }) =>
  owner === "packages/node" ||
  /^packages\/emulator\/src\/(EmulatorServer|MonitorServer|FileDialLog)\.ts$/.test(path) ||
  /^apps\/[^/]+\/src\/(main|(.+\/)?\w*Main)\.ts$/.test(path)

const isStable = ({ specifier, names }) =>
  specifier === "effect" ? names.every((name) => stableNames.has(name)) : stableSpecifiers.has(specifier)

const onImports = (modules, rule) => {
  for (const module of modules) for (const found of module.imports) rule(module, found)
}

const R1 = ({ modules, report }) => {
  const inner = modules.filter(
    ({ owner, isSource, path }) => owner === core && isSource && !isAdapter(path) && !isLive(path)
  )
  onImports(inner, ({ path }, found) => {
    const allowed =
      found.specifier === null ||
      found.target?.startsWith(`${core}/src/`) ||
      found.specifier === "google-libphonenumber" ||
      isStable(found)
    if (!allowed) {
      const names =
        found.specifier === "effect"
          ? `{ ${found.names.filter((name) => !stableNames.has(name)).join(", ")} } from `
          : ""
      report(
        "R1",
        path,
        `imports ${names}"${found.specifier}": the core imports stable effect modules and its siblings`
      )
    }
  })
}

const R2 = ({ modules, byPath, report }) => {
  for (const wire of modules.filter(({ path }) => isWire(path))) {
    const folder = wire.path.slice(0, wire.path.lastIndexOf("/") + 1)
    const seen = new Set([wire.path])
    for (const path of seen) {
      for (const { target } of byPath.get(path)?.imports ?? []) {
        if (target === null || seen.has(target)) continue
        if (target.startsWith(folder)) seen.add(target)
        else report("R2", path, `imports ${target}: the wire contract knows no domain module`)
      }
    }
  }
}

const R3 = ({ modules, report }) =>
  onImports(
    modules.filter(({ isSource }) => isSource),
    ({ path, owner }, { target }) => {
      if (target === null || !isAdapter(target)) return
      const allowed = isAdapter(path) || isLive(path) || owner === "packages/node"
      const isContract = owner === "packages/emulator" && isWire(target)
      if (!allowed && !isContract)
        report("R3", path, `imports the adapter ${target}: only Live.ts and packages/node do`)
    }
  )

const R4 = ({ modules, byPath, report }) =>
  onImports(
    modules.filter(({ owner, isSource }) => owner === "packages/api" && isSource),
    ({ path }, { target }) => {
      if (!target?.startsWith(`${core}/`)) return
      const { name, isPort } = byPath.get(target) ?? {}
      const what = isCapability(name)
        ? "a capability"
        : isPort
          ? "a port"
          : isAdapter(target) || isLive(target)
            ? "an adapter"
            : name === "index"
              ? "all of the core"
              : null
      if (what !== null)
        report("R4", path, `imports ${what} (${target}): api imports models and errors, each by its file`)
    }
  )

const R5 = ({ modules, report }) =>
  onImports(modules, ({ path, owner }, { target }) => {
    const other = target === null ? null : ownerOf(target)
    if (isApp(owner) && isApp(other) && other !== owner)
      report("R5", path, `imports ${target}: an app never imports an app`)
  })

const R6 = ({ modules, report }) =>
  onImports(
    modules.filter((module) => module.isSource && !mayUseNode(module) && module.owner !== "examples"),
    ({ path }, { specifier }) => {
      if (specifier !== null && isOfNode(specifier)) {
        report("R6", path, `imports "${specifier}": Node is for packages/node, the emulator's listener and mains`)
      }
    }
  )

const R7 = ({ modules, report }) =>
  onImports(modules, ({ path, owner }, { specifier, target }) => {
    if (specifier?.startsWith(".") && ownerOf(target) !== owner)
      report("R7", path, `imports "${specifier}", which leaves ${owner}`)
  })

const R8 = ({ modules, report }) => {
  const sources = modules.filter(({ isSource }) => isSource)
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ isType }) => !isType).flatMap(({ target }) => target ?? [])
    ])
  )
  for (const cycle of findCycles(edges))
    report("R8", cycle[0], `is in a cycle of run-time imports: ${cycle.join(" → ")}`)
  onImports(sources, ({ path }, { specifier }) => {
    if (specifier === null) report("R8", path, "imports a computed path, which this check cannot follow")
  })
}

const R9 = ({ paths, report }) => {
  for (const path of paths) {
    const stem = path.slice(path.lastIndexOf("/") + 1).split(".")[0]
    if (/^(utils?|helpers?|common|shared|lib|misc|types|interfaces|constants)$/i.test(stem)) {
      report("R9", path, "is named after no noun and no deed")
    }
  }
}

const direction = ({ modules, report }) =>
  onImports(
    modules.filter(({ isSource }) => isSource),
    ({ path, owner }, { target }) => {
      const other = target === null ? owner : ownerOf(target)
      const allowed = directions[isApp(owner) ? "apps" : owner]
      if (other === owner || allowed === undefined || (isApp(owner) && isApp(other))) return
      const beyondWire = owner === "packages/emulator" && !isWire(target)
      if (!allowed.includes(other) || beyondWire)
        report("direction", path, `imports ${target}, against the direction of dependencies`)
    }
  )

export const rules = [R1, R2, R3, R4, R5, R6, R7, R8, R9, direction]
