import { Effect, Layer, Schema } from "effect"
import { McpServer } from "effect/ai"
import { picture, resource, text, image } from "./Samples.ts"

const user = <A>(content: A) => ({ role: "user" as const, content })

const bytes = new Uint8Array(Buffer.from(picture, "base64"))

const staticText = {
  uri: "test://static-text",
  mimeType: "text/plain",
  text: "This is the content of the static text resource."
}
const staticBinary = { uri: "test://static-binary", mimeType: "image/png", blob: bytes }

const template = McpServer.resource`test://template/${Schema.String}/data`({
  name: "Template",
  description: "Fixture",
  mimeType: "application/json",
  content: (uri, id) =>
    Effect.succeed({
      contents: [
        {
          uri,
          mimeType: "application/json",
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })
        }
      ]
    })
})

/** Everything that is read: resources and prompts. */
export const readings = Layer.mergeAll(
  McpServer.resource({
    uri: "test://static-text",
    name: "Text",
    description: "Fixture",
    mimeType: "text/plain",
    content: Effect.succeed({ contents: [staticText] })
  }),
  McpServer.resource({
    uri: "test://static-binary",
    name: "Picture",
    description: "Fixture",
    mimeType: "image/png",
    content: Effect.succeed({ contents: [staticBinary] })
  }),
  McpServer.resource({
    uri: "test://watched-resource",
    name: "Watched",
    description: "Fixture",
    mimeType: "text/plain",
    content: Effect.succeed("Watched.")
  }),
  template,
  McpServer.prompt({
    name: "test_simple_prompt",
    description: "Fixture",
    content: () => Effect.succeed("This is a simple prompt for testing.")
  }),
  McpServer.prompt({
    name: "test_prompt_with_arguments",
    description: "Fixture",
    parameters: { arg1: Schema.String, arg2: Schema.String },
    completion: {
      arg1: (input) => Effect.succeed(["paris", "park", "party"].filter((word) => word.startsWith(input)))
    },
    content: ({ arg1, arg2 }) => Effect.succeed(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)
  }),
  McpServer.prompt({
    name: "test_prompt_with_embedded_resource",
    description: "Fixture",
    parameters: { resourceUri: Schema.String },
    content: ({ resourceUri }) =>
      Effect.succeed([
        user(resource(resourceUri, "text/plain", "Embedded resource content for testing.")),
        user(text("Please process the embedded resource above."))
      ])
  }),
  McpServer.prompt({
    name: "test_prompt_with_image",
    description: "Fixture",
    content: () => Effect.succeed([user({ ...image, data: bytes }), user(text("Please analyze the image above."))])
  })
)
