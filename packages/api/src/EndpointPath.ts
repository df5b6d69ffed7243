import { EndpointId } from "@outbound-call/core/Endpoint"

/** The path of one endpoint. */
export const endpointPath = {
  id: EndpointId.annotate({ examples: [EndpointId.make("ep_01JD0000000000000000000000")] })
}
