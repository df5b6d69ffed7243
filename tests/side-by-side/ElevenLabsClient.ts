import { type Client, loadPeer, peerName } from "./Client.ts"
import { toldByError, toldByReply } from "./Told.ts"

/** The part of the vendor's client that is driven here. */
interface VendorClient {
  readonly conversationalAi: {
    readonly twilio: { readonly outboundCall: (request: object) => Promise<Record<string, unknown>> }
  }
}

const peer = "@elevenlabs/elevenlabs-js"

const vendor = (options: object): VendorClient => {
  const { ElevenLabsClient } = loadPeer(peer)
  return new ElevenLabsClient(options)
}

/** ElevenLabs' own client with these options besides its key and address. */
export const elevenLabs = (how: string, options: object): Client => ({
  name: `${peerName(peer)}, ${how}`,
  dials: "emulator",
  place: ({ patienceMillis, rig, to }) =>
    vendor({
      apiKey: "emulator",
      baseUrl: rig.tap.origin,
      ...(patienceMillis === null ? {} : { timeoutInSeconds: patienceMillis / 1000 }),
      ...options
    })
      .conversationalAi.twilio.outboundCall({
        agentId: "agent_plain",
        agentPhoneNumberId: "phnum_demo",
        toNumber: to
      })
      .then((reply) => toldByReply(reply["conversationId"], reply), toldByError)
})
