import { type Client, loadPeer, peerName } from "./Client.ts"
import { toldByError, toldByReply } from "./Told.ts"

/** The part of the vendor's client that is driven here. */
interface VendorClient {
  readonly api: { baseUrl: string }
  readonly calls: { readonly create: (request: object) => Promise<{ readonly sid?: unknown }> }
}

const peer = "twilio"

const vendor = (options: object): VendorClient =>
  loadPeer(peer)(`AC${"0".repeat(32)}`, "emulator", { edge: "", region: "", ...options })

/** Twilio's own client, which creates the call at Twilio and knows nothing of an agent. */
export const twilio: Client = {
  name: peerName(peer),
  dials: "carrier",
  place: ({ carrier, patienceMillis, to }) => {
    const client = vendor(patienceMillis === null ? {} : { timeout: patienceMillis })
    client.api.baseUrl = carrier.origin
    return client.calls
      .create({ to, from: "+14155550199", url: "https://example.com/answered" })
      .then(({ sid }) => toldByReply(sid, {}), toldByError)
  }
}
