import { ConfigProvider, Effect } from "effect"

/**
 * The text of a setting; undefined when it is not set or cannot be read. Every start reads dozens of them, so they are
 * taken from the provider as they are: each `Config` would go through a schema of its own.
 */
export const setting = (name: string): Effect.Effect<string | undefined> =>
  ConfigProvider.ConfigProvider.use((provider) => provider.load([name])).pipe(
    Effect.map((node) => node?.value),
    Effect.orElseSucceed(() => undefined)
  )
