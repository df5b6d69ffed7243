import type { CallingRule } from "../CallingRule.ts"
import { any, read, sales, unasked, unread } from "./Row.ts"

/** States whose law asks everybody on the line before a call is recorded, by at least one of three lists. */
const allParties = "CA CT DE FL IL MD MA MI MT NV NH PA VT WA".split(" ")
const disputed = new Set(["DE", "MI", "VT"])

const recording = allParties.map((state): CallingRule => ({
  id: `us-${state.toLowerCase()}-recording`,
  jurisdiction: `US-${state}`,
  purposes: any,
  says: { type: "disclosure", of: ["recording"] },
  ...unread(`The wiretapping law of ${state}`, "https://callsphere.ai"),
  conflict: disputed.has(state) ? "One party's consent is enough by other lists." : null
}))

/** What the states ask an automatic caller to say. */
export const unitedStatesDisclosures: ReadonlyArray<CallingRule> = [
  {
    id: "us-al-recording",
    jurisdiction: "US-AL",
    purposes: sales,
    says: { type: "disclosure", of: ["recording"] },
    ...read(
      "Ala. Admin. Code r. 770-X-5-.17(1)(c)",
      "https://casetext.com/regulation/alabama-administrative-code/title-770-alabama-public-service-commission/chapter-770-x-5-telephone-rules/section-770-x-5-17-live-and-automated-solicitations-and-announcements",
      "If the consumer's response is to be recorded, they must be informed of such and permission must be granted."
    )
  },
  {
    id: "us-ca-disclosure",
    jurisdiction: "US-CA",
    purposes: any,
    says: { type: "disclosure", of: ["ai", "identity"] },
    ...read(
      "Cal. Pub. Util. Code 2874(a)(1), (3)",
      "https://self-law.org/code/ca/public-utilities-code/2874",
      "State the nature of the call and the name, address, and telephone number of the business or organization being represented, if any. […] Inform the person called if the prerecorded message uses an artificial voice."
    ),
    conflict:
      "The section also asks for an unrecorded, natural voice before an automatic device speaks, which no software gives: ask a lawyer whether your calls are such."
  },
  {
    id: "us-co-ai",
    jurisdiction: "US-CO",
    purposes: any,
    says: { type: "disclosure", of: ["ai"] },
    ...unread("Colo. SB 26-189", "https://www.marshalos.com"),
    effectiveFrom: "2027-01-01",
    conflict: "Sales calls are mostly outside of it, by other readings."
  },
  {
    id: "us-ne-identity",
    jurisdiction: "US-NE",
    purposes: ["informational"],
    says: { type: "disclosure", of: ["identity"] },
    ...read(
      "Neb. Rev. Stat. 86-256(2)(a)",
      "https://self-law.org/code/ne/chapter-86/86-256",
      "At the beginning of the message, state clearly the identity of the person on whose behalf the message is being transmitted"
    )
  },
  {
    id: "us-nv-disclosure",
    jurisdiction: "US-NV",
    purposes: unasked,
    says: { type: "disclosure", of: ["ai", "identity"] },
    ...read(
      "NRS 597.814(1)",
      "http://www.contactcentercompliance.com/legal/statutes/NV/NRS/597.814.adpx",
      "Informs the person who answers the telephone call of the nature of the call, including, without limitation, the fact that a device for automatic dialing and announcing will be used to disseminate the message if the person who answers the call remains on the line"
    )
  },
  {
    id: "us-ut-identity",
    jurisdiction: "US-UT",
    purposes: sales,
    says: { type: "disclosure", of: ["identity"] },
    ...read(
      "Utah Code 13-25a-103(5)(a), (b)",
      "https://codes.findlaw.com/ut/title-13-commerce-and-trade/ut-code-sect-13-25a-103/",
      "(a) identify the telephone solicitor; (b) identify the business on whose behalf the telephone solicitor is soliciting"
    )
  },
  {
    id: "us-ut-ai",
    jurisdiction: "US-UT",
    purposes: any,
    says: { type: "disclosure", of: ["ai"] },
    ...read(
      "Utah Code 13-77-103(1)(a)",
      "https://lexace.ai/us/statute/utah/13-77-103",
      "A supplier that uses generative artificial intelligence to interact with an individual in connection with a consumer transaction shall disclose to the individual that the individual is interacting with generative artificial intelligence and not a human, if the individual asks or otherwise prompts the supplier about whether artificial intelligence is being used."
    ),
    conflict: "Only when asked, or in some occupations; saying so at the outset is the safe harbour of 13-77-104."
  },
  {
    id: "us-wa-identity",
    jurisdiction: "US-WA",
    purposes: sales,
    says: { type: "disclosure", of: ["identity"] },
    ...read(
      "RCW 80.36.390(2)",
      "https://instalawyer.io/laws/revised-code-of-washington/8036390-telephone-solicitation",
      "A person making a telephone solicitation must identify him or herself and the company or organization on whose behalf the solicitation is being made and the purpose of the call within the first 30 seconds of the telephone call."
    )
  },
  ...recording
]
