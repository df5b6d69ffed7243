import { existsSync } from "node:fs"

/** How a server is started. */
export interface Command {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly env: Readonly<Record<string, string>>
}

/** A server of ours: how it is started, or where it listens. */
export interface Reach {
  readonly command: Command
  readonly url: string
}

/** What a request may be given beside its arguments. */
export interface RequestOptions {
  readonly signal?: AbortSignal
  readonly onprogress?: (progress: { readonly progress: number; readonly message?: string }) => void
}

/** A tool's answer as a client hands it to its model. */
export interface Answer {
  readonly isError?: boolean
  readonly content: ReadonlyArray<{ readonly text?: string }>
  readonly structuredContent?: Readonly<Record<string, unknown>>
}

/** What a person answers to a form, given its text. */
export type Person = (message: string) => Promise<{
  readonly action: "accept" | "decline" | "cancel"
  readonly content?: Readonly<Record<string, unknown>>
}>

/** A client that others make, connected to a server of ours. */
export interface PeerClient {
  readonly tools: () => Promise<ReadonlyArray<string>>
  readonly use: (name: string, given: object, options?: RequestOptions) => Promise<Answer>
  readonly close: () => Promise<unknown>
}

/** A client by its name, and what it can do. */
export interface Peer {
  readonly name: string
  /** Whether it needs a server that listens. */
  readonly isHttp: boolean
  /** Its revisions of the protocol know structured results; an older one gets the same JSON as text. */
  readonly isStructured: boolean
  readonly tellsProgress: boolean
  /** Whether it can show a form to a person. */
  readonly showsForms: boolean
  /** Without a person it says that it shows no forms. */
  readonly connect: (server: Reach, person?: Person) => Promise<PeerClient>
}

// oxlint-disable-next-line typescript/no-explicit-any -- clients whose types are outside the workspace
export const fromPeers = async (path: string): Promise<any> => {
  const file = new URL(`../../peers/node_modules/${path}`, import.meta.url)
  if (!existsSync(file)) throw new Error("peers/ is missing: run `npx -y pnpm@12.21.0 test:long`.")
  return await import(file.href)
}
