import { type KeyScope, mayDo, type Principal } from "@outbound-call/core"

/** The tools that this server has, with the scope that each needs. */
export type Offered = ReadonlyMap<string, KeyScope>

/** Whether a tool is there for whoever asks. */
export const isReachable = (offered: Offered, name: string, principal: Principal | null): boolean => {
  const scope = offered.get(name)
  return scope !== undefined && mayDo(principal, scope)
}

/** The result, with a next step that whoever asks can take. */
export const withReachableStep = (result: unknown, offered: Offered, principal: Principal | null): unknown => {
  if (!isRecord(result) || !isRecord(result["next_step"])) return result
  const { tool, why } = result["next_step"]
  if (typeof tool !== "string" || isReachable(offered, tool, principal)) return result
  const end = `${String(why)} ${tool} is not offered here: tell the person how it stands.`
  return { ...result, next_step: { tool: null, arguments: {}, why: end } }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
