import { existsSync, readFileSync, readdirSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import { Visitor, parseSync } from "rolldown/utils"

/**
 * @typedef {object} Import
 * @property {string} specifier
 * @property {ReadonlyArray<string>} names what is taken from it; "*" is all of it
 * @property {boolean} isType erased before anything runs
 * @property {string | null} target path of the module of ours that it names, relative to the root
 *
 * @typedef {object} Module
 * @property {string} path relative to the root, with slashes
 * @property {string} owner folder of the package that it belongs to: "packages/core", "apps/cli", "tests" or "."
 * @property {string} name file name without its ending
 * @property {boolean} isSource under the package's src: what is shipped
 * @property {boolean} isPort declares a service
 * @property {ReadonlyArray<Import>} imports
 */

const folders = ["packages", "apps", "examples", "scripts", "tests", "docs", "peers"]
const skipped = new Set(["node_modules", "dist", "fixtures", ".turbo", ".vitest", "coverage"])

/** Every file and folder under the root that people wrote, as paths relative to it. */
export const listPaths = (root) => {
  const walk = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => !skipped.has(entry.name))
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`
        return entry.isDirectory() ? [path, ...walk(path)] : [path]
      })
  return folders.filter((folder) => existsSync(join(root, folder))).flatMap(walk)
}

export const ownerOf = (path) => {
  const [top, name] = path.split("/")
  if (top === "packages" || top === "apps") return `${top}/${name}`
  return top === "examples" || top === "tests" ? top : "."
}

/** The folder and the module inside it that a specifier of one of our packages names. */
const ownPackage = (root, specifier) => {
  const [, name, module] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(specifier) ?? []
  const folder = packageFolders(root).get(name)
  return folder === undefined ? null : `${folder}/src/${module ?? "index"}.ts`
}

const foldersByRoot = new Map()
const packageFolders = (root) => {
  if (!foldersByRoot.has(root)) {
    const named = ["packages", "apps"]
      .filter((top) => existsSync(join(root, top)))
      .flatMap((top) => readdirSync(join(root, top)).map((name) => `${top}/${name}`))
      .map((folder) => {
        const manifest = join(root, folder, "package.json")
        const [top, name] = folder.split("/")
        const fallback = top === "packages" ? `@outbound-call/${name}` : `outbound-call-${name}`
        return [existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).name : fallback, folder]
      })
    foldersByRoot.set(root, new Map(named))
  }
  return foldersByRoot.get(root)
}

const namesOf = (specifiers = []) =>
  specifiers.map((specifier) => {
    if (specifier.type === "ImportNamespaceSpecifier") return "*"
    if (specifier.type === "ImportDefaultSpecifier") return "default"
    const taken = specifier.imported ?? specifier.local
    return taken.name ?? taken.value
  })

const importsOf = (path, source) => {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
  const found = []
  const add = (literal, names, isType) => found.push({ specifier: literal?.value ?? null, names, isType })
  const visitor = new Visitor({
    ImportDeclaration: (node) => add(node.source, namesOf(node.specifiers), node.importKind === "type"),
    ExportNamedDeclaration: (node) =>
      node.source && add(node.source, namesOf(node.specifiers), node.exportKind === "type"),
    ExportAllDeclaration: (node) => add(node.source, ["*"], node.exportKind === "type"),
    ImportExpression: (node) => add(node.source.type === "Literal" ? node.source : null, ["*"], false),
    TSImportType: (node) => add(node.source ?? node.argument, ["*"], true)
  })
  visitor.visit(program)
  return found
}

/** @returns {ReadonlyArray<Module>} */
export const readModules = (root, paths) =>
  paths
    .filter((path) => /\.(ts|tsx|mts|js|mjs)$/.test(path))
    .map((path) => {
      const source = readFileSync(join(root, path), "utf8")
      const owner = ownerOf(path)
      const imports = importsOf(path, source).map((found) => {
        const isRelative = found.specifier?.startsWith(".") ?? false
        const beside = isRelative ? resolve(root, dirname(path), found.specifier) : null
        const target = beside ? relative(root, beside).split(sep).join("/") : ownPackage(root, found.specifier ?? "")
        return { ...found, target }
      })
      return {
        path,
        owner,
        name: path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, ""),
        isSource: path.startsWith(`${owner}/src/`),
        isPort: /\bextends Context\.Service\b/.test(source),
        imports
      }
    })
