import { readFileSync } from "node:fs"
import { parseSync } from "rolldown/utils"

/**
 * @typedef {object} Mutant one small change of a file, as an edit of its text
 * @property {number} line
 * @property {number} start
 * @property {number} end
 * @property {string} before
 * @property {string} after
 */

/** Tables of data are not changed entry by entry. */
const mostEntries = 8

/**
 * Every mutant of a file: comparisons turned and moved by one, conditions forced, operators swapped, literals changed,
 * lists and texts emptied, results taken away.
 * @param {string} path
 * @returns {ReadonlyArray<Mutant>}
 */
export const mutantsOf = (path) => {
  const text = readFileSync(path, "utf8")
  const { program } = parseSync(path, text, {})
  const found = []
  const add = (node, after) => {
    const before = text.slice(node.start, node.end)
    if (before === after) return
    const line = text.slice(0, node.start).split("\n").length
    found.push({ line, start: node.start, end: node.end, before, after })
  }
  const source = (node) => text.slice(node.start, node.end)
  const visit = (node, parent) => {
    if (node === null || typeof node !== "object") return
    if (Array.isArray(node)) return node.forEach((item) => visit(item, parent))
    if (typeof node.type !== "string" || isNoCode(node)) return
    if (isTable(node)) return
    changes[node.type]?.(node, { add, parent, source })
    for (const [key, child] of Object.entries(node)) {
      if (key === "key" && !node.computed) continue
      if (key === "typeAnnotation" || key === "returnType" || key === "typeParameters" || key === "typeArguments")
        continue
      visit(child, node)
    }
  }
  visit(program.body, program)
  return found
}

const isNoCode = ({ type }) =>
  type === "ImportDeclaration" ||
  type === "ExportAllDeclaration" ||
  (type.startsWith("TS") && !["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"].includes(type))

const isTable = (node) =>
  (node.type === "ArrayExpression" && node.elements.length > mostEntries) ||
  (node.type === "ObjectExpression" && node.properties.length > mostEntries * 2)

const comparisons = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"]
}

const methods = {
  some: "every",
  every: "some",
  max: "min",
  min: "max",
  floor: "ceil",
  ceil: "floor",
  startsWith: "endsWith",
  endsWith: "startsWith",
  filter: "slice",
  toSorted: "slice"
}

/** What is said to people is held to its form by a test of its own, and changes with every better wording. */
const isSentence = (text) => text.includes(" ") || text.endsWith(".")

const isText = (node) => node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string")

const changes = {
  BinaryExpression(node, { add, source }) {
    const { left, operator, right } = node
    const swaps = operator === "+" && !isText(left) && !isText(right) ? ["-"] : (comparisons[operator] ?? [])
    for (const swap of swaps) add(node, `(${source(left)} ${swap} ${source(right)})`)
  },
  LogicalExpression(node, { add, source }) {
    const { left, operator, right } = node
    if (operator === "??") return add(node, `(${source(right)})`)
    add(node, `(${source(left)} ${operator === "&&" ? "||" : "&&"} ${source(right)})`)
    add(node, `(${source(left)})`)
    add(node, `(${source(right)})`)
  },
  UnaryExpression(node, { add, source }) {
    if (node.operator === "!" || node.operator === "-") add(node, `(${source(node.argument)})`)
  },
  IfStatement: ({ test }, { add }) => ["true", "false"].forEach((forced) => add(test, forced)),
  ConditionalExpression: ({ test }, { add }) => ["true", "false"].forEach((forced) => add(test, forced)),
  Literal(node, { add }) {
    if (typeof node.value === "boolean") add(node, `${!node.value}`)
    if (typeof node.value === "number") add(node, `${node.value + 1}`)
    if (typeof node.value === "string" && node.value !== "" && !isSentence(node.value)) add(node, '""')
  },
  TemplateLiteral(node, { add }) {
    if (!isSentence(node.quasis.at(-1).value.raw)) add(node, "``")
  },
  ArrayExpression(node, { add }) {
    if (node.elements.length > 0) add(node, "[]")
  },
  ReturnStatement({ argument }, { add }) {
    if (argument) add(argument, "undefined")
  },
  CallExpression({ callee }, { add }) {
    if (callee.type !== "MemberExpression" || callee.computed) return
    const swap = methods[callee.property.name]
    if (swap !== undefined) add(callee.property, swap)
  }
}
