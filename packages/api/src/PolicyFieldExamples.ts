const instant = "2026-11-23T09:30:00.000Z"
const perNumber = "Calls to one number"
const none = "null for no limit"

/** Descriptions and examples for the fields of the policy and its lists, as `fieldExamples` has them for the rest. */
export const policyFieldExamples = {
  "Suppression.id": { example: "sup_01JD0000000000000000000000" },
  "Suppression.source": { example: "asked for in a call" },
  "Suppression.note": { example: "call_01JD0000000000000000000000" },
  "Suppression.addedAt": { description: "Since when the number is not called (ISO 8601, UTC)", example: instant },
  "Suppression.addedBy": { example: "the service" },
  "SuppressionPage.nextCursor": {
    description: "`cursor` of the next page; null on the last one",
    example: "sup_01JD0000000000000000000000"
  },
  "Breaker.trippedAt": { description: "Since when dialling is stopped (ISO 8601, UTC)", example: instant },
  "PolicyProfile.name": { description: "Its name in the configuration", example: "default" },
  "PolicyProfile.laws": {
    description: "Whether the rules of law and house are kept; false only for load tests on one machine",
    example: true
  },
  "PolicyProfile.purposes": {
    description: "The purposes that whoever uses the profile may claim",
    example: ["informational", "requested"]
  },
  "PolicyProfile.countries": {
    description: "Regions that may be called; caller stands for the country of the caller id, any for all",
    example: ["caller"]
  },
  "PolicyProfile.deniedCountries": { description: "Regions that are never called", example: ["CU"] },
  "PolicyProfile.allowedNumbers": {
    description: "When not empty, only numbers that begin so are called",
    example: ["+1415555"]
  },
  "PolicyProfile.deniedNumbers": { description: "Numbers that begin so are never called", example: ["+1900"] },
  "PolicyProfile.approval": {
    description: "Whether a person has to approve every call, but those to approvedNumbers",
    example: true
  },
  "PolicyProfile.approvedNumbers": {
    description: "How the numbers begin for which nobody is asked, also after a transcript was read",
    example: ["+1415555"]
  },
  "PolicyProfile.afterTranscriptMinutes": {
    description:
      "For so many minutes after an assistant read a transcript a person has to approve other numbers; null for never",
    example: 60
  },
  "PolicyProfile.sameNumberMinutes": {
    description:
      "For so many minutes after the owner's last call to a number a person has to approve another one; null for never",
    example: 10
  },
  "PolicyProfile.numberTypes": {
    description: "Types beyond landlines and mobiles that may be called",
    example: ["toll-free"]
  },
  "PolicyProfile.testNumbers": {
    description: "How the numbers of one's own begin that calls for a test may reach",
    example: ["+14155550100"]
  },
  "PolicyProfile.fanOut": {
    description: "What looks like fraud and stops dialling; null for nothing",
    example: {
      neighbours: 4,
      strangersAbroad: 5,
      dollarsAbroad: 5,
      neighboursInDay: 4,
      neighboursInAll: 4,
      strangers: 20,
      strangersInDay: 50,
      strangersAbroadInDay: 8,
      dollarsAbroadInDay: 5,
      budgetDays: 3
    }
  },
  "PolicyProfile.fanOut.neighbours": {
    description: "More numbers of one block of a hundred within ten minutes",
    example: 4
  },
  "PolicyProfile.fanOut.strangersAbroad": {
    description: "More numbers abroad that were never called before, within ten minutes",
    example: 5
  },
  "PolicyProfile.fanOut.dollarsAbroad": {
    description: "More dollars reserved for numbers abroad that were never called before, within ten minutes",
    example: 5
  },
  "PolicyProfile.fanOut.neighboursInDay": {
    description: `More numbers of one block of a hundred that were called for the first time within 24 hours; ${none}`,
    example: 4
  },
  "PolicyProfile.fanOut.neighboursInAll": {
    description: `More numbers within ten minutes that share a block with another one of them, all blocks together; ${none}`,
    example: 4
  },
  "PolicyProfile.fanOut.strangers": {
    description: `More numbers that were never called before, within ten minutes: they wait, and stop nothing; ${none}`,
    example: 20
  },
  "PolicyProfile.fanOut.strangersInDay": {
    description: `More numbers that were never called before, within 24 hours; ${none}`,
    example: 50
  },
  "PolicyProfile.fanOut.strangersAbroadInDay": {
    description: `More numbers abroad that were never called before, within 24 hours; ${none}`,
    example: 8
  },
  "PolicyProfile.fanOut.dollarsAbroadInDay": {
    description: `More dollars reserved for numbers abroad that were never called before, within 24 hours; ${none}`,
    example: 5
  },
  "PolicyProfile.fanOut.budgetDays": {
    description: `The budget of the day spent on so many days of one week; ${none}`,
    example: 3
  },
  "PolicyProfile.attemptsPerHour": { description: `${perNumber} in an hour; ${none}`, example: 3 },
  "PolicyProfile.attemptsPerDay": { description: `${perNumber} in 24 hours; ${none}`, example: 6 },
  "PolicyProfile.attemptsPerWeek": { description: `${perNumber} in seven days; ${none}`, example: 20 },
  "PolicyProfile.attemptsEver": { description: `${perNumber} ever; ${none}`, example: null },
  "PolicyProfile.coolDownSeconds": { description: "Seconds between two calls to one number", example: 60 },
  "PolicyProfile.liveCalls": { description: `Calls at a time; ${none}`, example: 20 },
  "PolicyProfile.paceMillis": { description: "Milliseconds between two dials", example: 1_000 },
  "PolicyProfile.callsPerMinute": { description: `Calls in a minute; ${none}`, example: 30 },
  "PolicyProfile.callsPerHour": { description: `Calls in an hour; ${none}`, example: 300 },
  "PolicyProfile.callsPerDay": { description: `Calls in 24 hours; ${none}`, example: 2_000 },
  "PolicyProfile.longestCallSeconds": {
    description: `Seconds that a call may last: no request asks for more, and agents that allow it are told to end then; ${none}`,
    example: 600
  },
  "PolicyProfile.minutesPerDay": { description: `Minutes of calls in 24 hours; ${none}`, example: null },
  "PolicyProfile.dollarsPerDay": { description: `Dollars that calls of 24 hours may cost; ${none}`, example: 25 },
  "PolicyProfile.identity": {
    description: "For whom the agent calls, as its first message says it; null when that is not checked",
    example: "Example Clinic"
  }
}
