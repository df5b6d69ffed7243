import { Context, type Effect, type Redacted } from "effect"

/** The secrets of keys: drawn, and known again by what is kept of them. */
export class KeySecrets extends Context.Service<
  KeySecrets,
  {
    /** 256 bits of chance as 43 characters. */
    readonly draw: Effect.Effect<Redacted.Redacted>
    /** What is kept of a text that is handed out. It needs no slow hash: nobody can guess 256 bits. */
    readonly digest: (text: Redacted.Redacted) => Effect.Effect<string>
    /** Whether this text was kept as this digest. How long it takes does not tell how much of it is right. */
    readonly matches: (text: Redacted.Redacted, digest: string) => Effect.Effect<boolean>
  }
>()("@outbound-call/core/KeySecrets") {}
