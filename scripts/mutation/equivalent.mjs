/**
 * Changes that nobody can see, each with the reason. What is changed stands between ⟦ and ⟧ in a piece of the file;
 * `afters` names which changes of it are meant, all of them when left out.
 * @type {ReadonlyArray<{ readonly path: string, readonly at: string, readonly afters?: ReadonlyArray<string>, readonly why: string }>}
 */
const list = [
  ...["⟦read.size >= 1000⟧", "read.size >= ⟦1000⟧", "⟦offsets.size >= 1000⟧", "offsets.size >= ⟦1000⟧"].map((at) => ({
    path: "policy/LocalTime.ts",
    at,
    why: "How much is remembered changes how long an answer takes, and not what it is."
  })),
  ...["⟦reckoned.size < 500⟧", "reckoned.size < ⟦500⟧", "⟦asked.size >= 1000⟧", "asked.size >= ⟦1000⟧"].map((at) => ({
    path: "policy/Holidays.ts",
    at,
    why: "How much is remembered changes how long an answer takes, and not what it is."
  })),
  ...[
    ["policy/CandidateZones.ts", "⟦zonesKnown.size < 1000⟧"],
    ["policy/CandidateZones.ts", "zonesKnown.size < ⟦1000⟧"],
    ["policy/RulesFor.ts", "⟦found.size >= 1000⟧"],
    ["policy/RulesFor.ts", "found.size >= ⟦1000⟧"]
  ].map(([path, at]) => ({ path, at, why: "How much is remembered changes how long an answer takes." })),
  ...[
    ["policy/LocalTime.ts", "if (⟦known !== undefined⟧) return known\n"],
    ["policy/LocalTime.ts", "if (⟦known !== undefined⟧) return known ??"],
    ["policy/Holidays.ts", "if (⟦known !== undefined⟧) return known\n  const dates"],
    ["policy/Holidays.ts", "if (⟦known !== undefined⟧) return known\n  const isOne"],
    ["policy/RulesFor.ts", "if (⟦known !== undefined⟧) return known\n"],
    ["policy/CandidateZones.ts", "if (⟦known !== undefined⟧) return known\n"]
  ].map(([path, at]) => ({ path, at, afters: ["false"], why: "What is not remembered is worked out again." })),
  {
    path: "policy/LocalTime.ts",
    at: "if (⟦known !== undefined⟧) return known ??",
    afters: ["true"],
    why: "The runtime is asked then: only slower."
  },
  ...["return ⟦steady ?? askOffset(zone, millis)⟧", "return ⟦known ?? askOffset(zone, millis)⟧"].map((at) => ({
    path: "policy/LocalTime.ts",
    at,
    afters: ["(askOffset(zone, millis))"],
    why: "The runtime says the same of an hour without a change of the clocks."
  })),
  ...["[year = ⟦0⟧,", "month = ⟦1⟧,", "day = ⟦1⟧]"].flatMap((at) =>
    ["policy/LocalTime.ts", "policy/CalendarDay.ts"].map((path) => ({ path, at, why: "A date has all three parts." }))
  ),
  {
    path: "policy/CalendarDay.ts",
    at: 'String(year).padStart(4, ⟦"0"⟧',
    why: "A year of telephone calls has four digits."
  },
  {
    path: "policy/Holidays.ts",
    at: 'weekdays = [⟦"sun"⟧',
    why: "No holiday is named by a Sunday; those are Easter's."
  },
  {
    path: "policy/RulesFor.ts",
    at: "⟦region === null⟧ ? [] : [region, homeOf(region)]",
    afters: ["false"],
    why: "No jurisdiction is called null."
  },
  { path: "policy/ZoneTable.ts", at: "⟦length > 0⟧", afters: ["(length >= 0)"], why: "The table has no empty prefix." },
  {
    path: "policy/EvaluatePolicy.ts",
    at: 'new Set([⟦"emergency-number"⟧',
    why: "That rule is kept where a number is read, so that no verdict of it comes here."
  },
  ...["let looks = ⟦0⟧", "⟦looks < 20⟧", "looks < ⟦20⟧"].map((at) => ({
    path: "policy/EvaluatePolicy.ts",
    at,
    afters: ["1", "(looks <= 20)", "21"],
    why: "A look more or less than twenty: no call needs more than some."
  })),
  {
    path: "policy/CrisisLines.ts",
    at: "verified: ⟦false⟧",
    why: "Where a line was read is written down, not decided."
  },
  {
    path: "policy/AmountRules.ts",
    at: "if (⟦askedSeconds !== null && longestCallSeconds !== null⟧",
    afters: ["(longestCallSeconds !== null)"],
    why: "Nothing asked for is not more than a limit: null is not greater than a number."
  },
  {
    path: "policy/FraudRules.ts",
    at: "⟦since !== null && since + millis > now⟧",
    afters: ["(since + millis > now)"],
    why: "Null counts as 1970, which is long over."
  },
  {
    path: "policy/PurposeRules.ts",
    at: '(⟦says.type === "disclosure"⟧ ? says.of',
    afters: ["true"],
    why: "Only such rows are left there; the condition is for the types."
  },
  ...["if (opens === null) return ⟦null⟧", "⟦days < 62⟧", "days < ⟦62⟧", "let days = ⟦0⟧", "furthest = ⟦62⟧"].map(
    (at) => ({
      path: "policy/CallingWindow.ts",
      at,
      afters: ["undefined", "(days <= 62)", "63", "1"],
      why: "No window is shut for two months."
    })
  ),
  {
    path: "policy/AttemptRules.ts",
    at: '⟦says.type === "attempts"⟧',
    afters: ["true"],
    why: "A row of another kind names no number of attempts, so nothing fills it; the condition is for the types."
  },
  {
    path: "policy/CallingWindow.ts",
    at: "⟦shutNow === undefined⟧ ? at + rings",
    afters: ["false"],
    why: "No window is shut for a shorter time than a phone rings."
  },
  ...["62 * ⟦86_400_000⟧", "date = nextDate(date)\n  }\n  return ⟦null⟧"].map((at) => ({
    path: "policy/CallingWindow.ts",
    at,
    why: "No window is shut for two months."
  })),
  {
    path: "policy/EvaluatePolicy.ts",
    at: "notBefore === null ? ⟦0⟧",
    why: "The latest instant is looked for, and now is later than 1970."
  },
  {
    path: "policy/FraudRules.ts",
    at: "return ⟦history.isStranger && since !== null⟧",
    afters: ["(history.isStranger)"],
    why: "Nothing is full since never; the condition is for the types."
  },
  {
    path: "policy/Holidays.ts",
    at: 'if (⟦jurisdiction === "EU"⟧) return',
    afters: ["false"],
    why: "Its list is found as that of a country is, twice, and a day counts once."
  },
  {
    path: "policy/Holidays.ts",
    at: "[⟦year - 1⟧, year",
    why: "No holiday of the lists is moved into another year from the one before; one may be some day."
  },
  {
    path: "policy/LocalTime.ts",
    at: "⟦begin + hour - 1⟧",
    afters: ["(begin + hour + 1)"],
    why: "In the hour before a change the runtime is asked then: only slower."
  },
  {
    path: "AdvanceCall.ts",
    at: "...(⟦moved⟧ ? { status } : {})",
    afters: ["true"],
    why: "Where it does not move the status is the one that the call has."
  }
]

/**
 * Why a mutant changes nothing, or null. Fails for an entry whose piece is not in the file any more.
 * @param {string} path below the sources of the core
 * @param {string} text of the file
 * @param {import("./mutants.mjs").Mutant} mutant
 */
export const whyEquivalent = (path, text, { after, end, start }) => {
  const own = list.filter((entry) => entry.path === path)
  const found = own.find(({ afters, at }) => {
    const before = at.indexOf("⟦")
    const length = at.indexOf("⟧") - before - 1
    const piece = at.replaceAll(/[⟦⟧]/g, "")
    const from = text.indexOf(piece)
    if (from < 0) throw new Error(`${path} holds no \`${piece}\` any more: correct scripts/mutation/equivalent.mjs`)
    const isThere = from + before === start && start + length === end
    return isThere && (afters === undefined || afters.includes(after))
  })
  return found?.why ?? null
}
