/** What is planted, by kind. A sink says which kinds it must not hold. */
export type Kind = "secret" | "number" | "name" | "speech" | "address"

export const everyKind: ReadonlyArray<Kind> = ["secret", "number", "name", "speech", "address"]

/** Numbers that nothing else here calls; each ends as its callee does. */
export const numbers = {
  answers: "+19075550100",
  isRefused: "+19075550111",
  isLive: "+19075550107",
  isLost: "+19075550120",
  hangs: "+19075550121",
  overMcp: "+19075550122",
  overCli: "+19075550123",
  isLimited: "+19075550124",
  overUrl: "+19075550125"
}

/** Values of variables: who is called, and what the agent tells of them. */
export const variables = { customer_name: "Quillfeather", diagnosis: "ochre-heron-syndrome" }

export const secrets = {
  provider: "sk_canary_5d1f0c7e9b3a",
  twilio: "canarytwilio8f2e6d4c1b",
  webhook: "wsec_canary_a94a8fe5ccb19ba6",
  database: "canary-database-word"
}

/** Where endpoints are: a path may be what only its owner knows. */
export const endpointPaths = { takes: "canary-path-of-who-takes", fails: "canary-path-of-who-fails" }

/** What is said on the telephone and stands nowhere else. */
const said = ["yes, speaking", "that is right", "is there anything else", "let me confirm"]

/** Where something may have got to, and what must not be there. */
export interface Sink {
  readonly name: string
  readonly text: string
  readonly forbids: ReadonlyArray<Kind>
}

/** Every planted thing that a sink holds and must not, as one line each. `keys` are secrets made on the way. */
export const leaksIn = (sinks: ReadonlyArray<Sink>, keys: ReadonlyArray<string> = []): ReadonlyArray<string> =>
  sinks.flatMap(({ forbids, name, text }) =>
    forbids.flatMap((kind) =>
      patterns(kind, keys).flatMap((pattern) => {
        const places = [...text.matchAll(pattern)].slice(0, shownAtMost)
        return places.map(
          ({ index }) => `${name}: ${kind} in ${JSON.stringify(text.slice(Math.max(0, index - 120), index + 120))}`
        )
      })
    )
  )

const shownAtMost = 5

const patterns = (kind: Kind, keys: ReadonlyArray<string>): ReadonlyArray<RegExp> => {
  switch (kind) {
    case "secret":
      return [...Object.values(secrets), ...keys].flatMap((secret) => [
        literally(secret.slice(-16)),
        ...inBase64(secret).map(literally)
      ])
    case "number":
      return Object.values(numbers).map((number) => {
        const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? []
        return new RegExp(`${area}[^0-9]{0,3}${exchange}[^0-9]{0,3}${line}`, "g")
      })
    case "name":
      return Object.values(variables).map(literally)
    case "speech":
      return said.map(literally)
    case "address":
      return Object.values(endpointPaths).map(literally)
  }
}

const literally = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi")

/** Base64 looks different at each of three places; the ends depend on what stands beside. */
const inBase64 = (text: string): ReadonlyArray<string> =>
  [0, 1, 2].map((shift) =>
    Buffer.from(`${"-".repeat(shift)}${text}`)
      .toString("base64")
      .slice(4, -4)
  )
