import { DateTime } from "effect"
import { saysIdentity, saysItIsAi, saysItRecords } from "./Disclosure.ts"
import { allow, type PolicyRule, refuse } from "./PolicyRule.ts"

export const purpose: PolicyRule = {
  id: "purpose",
  judge: ({ facts, profile }) => {
    if (profile.name === "rig" && !facts.isProviderLocal && !facts.simulated) {
      return refuse("The profile rig limits nothing, and is for a provider on this machine only.")
    }
    if (!profile.purposes.includes(facts.purpose)) {
      return refuse(`The profile ${profile.name} makes no calls whose purpose is ${facts.purpose}.`)
    }
    return facts.purpose !== "test" ||
      facts.simulated ||
      profile.testNumbers.some((prefix) => facts.to.startsWith(prefix))
      ? allow(`The purpose is ${facts.purpose}.`)
      : refuse(`A test reaches only the test numbers of the profile ${profile.name}.`)
  }
}

/**
 * A sales call needs a record of consent. Elsewhere the law may ask for consent too, of which nobody has to bring a
 * record with each call: it is told, and a record that is brought must be good.
 */
export const consent: PolicyRule = {
  id: "consent",
  judge: ({ facts: { consent: given, purpose: why }, now, rows }) => {
    const asked = rows.filter(({ says }) => says.type === "consent")
    const ids = asked.map(({ id }) => id)
    if (given === null) {
      if (why === "sales")
        return refuse("A record of the person's consent is needed, and the request brings none.", ids)
      return asked.length === 0
        ? allow("No record of consent is asked for.")
        : allow("The law there asks for the person's consent: keep a record of it.", ids)
    }
    if (DateTime.toEpochMillis(given.at) > now) return refuse("The consent was given in the future.", ids)
    if (given.expiresAt !== undefined && DateTime.toEpochMillis(given.expiresAt) <= now) {
      return refuse("The consent has expired.", ids)
    }
    const needsWriting = asked.some(({ says }) => says.type === "consent" && says.kind === "written")
    return why === "sales" && needsWriting && given.kind !== "written"
      ? refuse("Written consent is needed, and the record says that it was spoken.", ids)
      : allow("The request brings a record of consent.", ids)
  }
}

/**
 * The first message says what the law there wants said. For whom the agent calls can be checked only where the profile
 * names it, which a sales call needs.
 */
export const disclosure: PolicyRule = {
  id: "disclosure",
  judge: ({ facts: { firstMessage, isRecorded, purpose: why }, profile: { identity }, rows }) => {
    const asked = rows.filter(({ says }) => says.type === "disclosure")
    const wanted = new Set(asked.flatMap(({ says }) => (says.type === "disclosure" ? says.of : [])))
    if (!isRecorded) wanted.delete("recording")
    const ids = asked.map(({ id }) => id)
    if (wanted.size === 0) return allow("The first message need not say anything in particular.")
    if (firstMessage === null) return refuse("The first message is not known, and it has to say who calls.", ids)
    if (wanted.has("identity") && identity === null && why === "sales") {
      return refuse(
        "The first message has to say for whom the agent calls; set that name as identity of the profile.",
        ids
      )
    }
    const looked = [
      ...(wanted.has("ai") ? [{ what: "that an AI is calling", isSaid: saysItIsAi(firstMessage) }] : []),
      ...(wanted.has("identity") && identity !== null
        ? [{ what: `that it calls for ${identity}`, isSaid: saysIdentity(firstMessage, identity) }]
        : []),
      ...(wanted.has("recording") ? [{ what: "that the call is recorded", isSaid: saysItRecords(firstMessage) }] : [])
    ]
    const missing = looked.filter(({ isSaid }) => !isSaid).map(({ what }) => what)
    if (missing.length > 0) return refuse(`The agent's first message does not say ${missing.join(", nor ")}.`, ids)
    const found =
      looked.length === 0 ? [] : [`The first message says ${looked.map(({ what }) => what).join(", and ")}.`]
    const unlooked = wanted.has("identity") && identity === null ? [notChecked] : []
    return allow([...found, ...unlooked].join(" "), ids)
  }
}

const notChecked =
  "It was not checked whether the first message says for whom the agent calls: the profile has no identity."

export const ringingTimeout: PolicyRule = {
  id: "ringing-timeout",
  judge: ({ facts: { ringingTimeoutSeconds }, rows }) => {
    const strictest = rows.flatMap(({ id, says }) =>
      says.type === "ringing" && says.atLeastSeconds > ringingTimeoutSeconds ? [{ id, least: says.atLeastSeconds }] : []
    )
    return strictest.length === 0
      ? allow(`It rings for up to ${ringingTimeoutSeconds} s.`)
      : refuse(
          `It would ring for ${ringingTimeoutSeconds} s only, and people need ${Math.max(...strictest.map(({ least }) => least))} s to answer.`,
          strictest.map(({ id }) => id)
        )
  }
}
