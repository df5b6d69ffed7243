const reach = "(?:call|phone|ring|telephone|dial|contact|text|bother|disturb)"
const reaching =
  "(?:calling|phoning|ringing|telephoning|dialing|dialling|contacting|texting|bothering|harassing|pestering|disturbing)"
const mine =
  "(?:phone|number|cell|cellphone|mobile|house|home|line|landline|office|work|family|wife|husband|mother|place)"
const object = `(?:me|us|here|my (?:\\S+ )?${mine}|our (?:\\S+ )?${mine}|(?:at |on |to )?(?:this|that|the) (?:phone )?${mine}|at (?:work|home))`
const time =
  "(?:now|today|tonight|tomorrow|later|yet|just yet|right now|right away|before|after|until|till|while|when|during|between|early|late|past|so (?:late|early)|too (?:late|early)|this (?:late|early|week|month|time|evening|morning|afternoon)|that (?:late|early)|as (?:late|early)|in the (?:morning|evening|afternoon|middle)|on (?:a |the )?(?:sunday|saturday|monday|tuesday|wednesday|thursday|friday|week|holiday)\\S*|on my (?:day|birthday|lunch|break)|at (?:night|noon|lunch|midnight|dinner|this (?:time|hour)|the moment|\\d+)|for (?:a|an|the next|another|at least|\\d+|two|three|few) )"
const naming =
  "(?:a|an|the|that|this|sir|maam|madam|mr|mrs|miss|names|name|by|crazy|stupid|old|lazy|dumb|mad|liar|honey|dear|sweetheart|your|grandpa|grandma)"
const notThen = `(?! (?:again )?${time}(?! or ))(?! ${naming} )`
const list = "(?:list|lists|database|system|records|file|files|registry|contacts|books)"
const notCalled = "(?:dont|no|never|not) (?:call|contact|phone)"

/** Spoken in English. `do not` is read as `dont`. */
export const english: ReadonlyArray<string> = [
  `(?<! (?:i|we|they|he|she|people|kids|friends|you|who|why) )(?:dont|never|not to) (?:ever |please |you (?:dare |ever )?|even |try to |bother to |think about )*${reach} ${object}${notThen}`,
  `(?<! (?:i|we|they|he|she|if you|why) )(?:dont|never|not|not to) (?:ever |please |you (?:dare |ever )?)*${reach} (?:${object} )?(?:again|any ?more|ever)(?! ${time})`,
  `(?<! (?:i|we|they|he|she|you|who|why|to) )(?:dont|never) (?:ever |please )?(?:call|phone|ring|contact)(?: please| back)?END`,
  `(?:stop|quit|cease|refrain from|avoid|no more|enough) (?:with )?(?:all )?(?:the |these |your |this |you )?${reaching} ${object}${notThen}`,
  `(?:stop|quit|cease|refrain from|no more) (?:all |the |these |this )?(?:calling|phoning|contacting|ringing)(?: (?:please|again|already|now|immediately|at once|altogether|every day|all the time))?END`,
  `(?:stop|quit|cease|end) (?:making |placing |with |all |any |the |these |those |your |this |further |such |and desist )*(?:phone |sales |telephone |robo ?)?calls(?! ${time})`,
  "cease and desist",
  `(?:no more|enough) (?:of )?(?:these |your |those |such |with the )?(?:phone |sales |telephone |robo ?)?(?:calls|calling)(?! (?:for )?${time})(?! (?:than|came|were|are) )`,
  `(?:dont|didnt|no longer|never|not) (?:want|wish|care|like) (?:for )?(?:you |anyone |anybody |them |your company |you people |anybody from there )(?:to )?(?:ever |be |keep |please )*(?:${reach}|${reaching})(?: ${object})?${notThen}`,
  `(?:dont|didnt|no longer|never|not) (?:want|wish|like|care) to (?:be|get|keep being|keep getting) (?:ever |re)?(?:called|phoned|contacted|rung|telephoned|texted|bothered|disturbed)${notThen}`,
  `(?:dont|no longer|never|not) (?:want|wish|need|like|interested in)(?: to)?(?: (?:get|receive|receiving|getting|have|any|more|further|other|these|those|your|such|future|of|phone|sales|telephone|marketing|kind)){1,5} (?:calls|contact|solicitations)(?! ${time})`,
  `(?:dont|never) (?:want|wish|need|care) to (?:ever )?hear from (?:you|your company|you people|any of you|your people) (?:again|any ?more|ever|END)`,
  `(?:not allowed|not permitted|no permission|no right|no consent|no authorization|dont have (?:my |our |any )?(?:permission|consent|right|authorization)|may not|must not|cannot|can not|cant|shouldnt|should not|never authorized you|never agreed for you) (?:to )?(?:ever |be |keep )*(?:${reach}|${reaching}) ${object}${notThen}`,
  `(?:dont|do nt|never|didnt|did not|not) (?:consent|agree|authorize|agreed|consented) to (?:be (?:called|contacted)|being (?:called|contacted)|(?:any |these |your |receive |receiving |further |more |phone |such )*calls)`,
  `(?:take|remove|delete|strike|get|scratch|cross|drop|erase|cut|pull|have|want|need) (?:me|us|my \\S+|my \\S+ number|our \\S+|this number|that number|this phone)(?: removed| taken| deleted)? (?:off|from|out of)(?: of)?(?: \\S+){0,4} ${list}`,
  "(?:remove|delete|lose|forget|erase) (?:my|our|this) (?:\\S+ )?number",
  "take (?:my|our|this) (?:\\S+ )?number off",
  "(?:take (?:me|us) off|remove (?:me|us))(?: please| now| immediately)?END",
  `(?:put|add|place|include|want|be|get|need|enter|register) (?:me|us|my \\S+|my \\S+ number|our number|this number|to be|be|myself)?(?: )?(?:on|to|onto|in|into|with) (?:your |the |a |that |any |some |internal |company |national |federal )*${notCalled} (?:list|registry|registries|lists)`,
  `(?:im|i am|were|we are|is|i was|been|number on|already) (?:already |registered |listed )*on (?:your |the |a |national |federal |state )*${notCalled} (?:list|registry)`,
  "(?:opt|opting) (?:me |us |this number |my number )?out(?! of (?!(?:(?:these|your|the|all|any|further|future|those|receiving|getting|phone|this|such) )*(?:calls|calling|list|contact|communications?|everything)))",
  "unsubscribe(?! from (?:the |your |my |a |that )*(?:newsletter|email|emails|magazine|channel|podcast|mailings?)\\S*)",
  "(?:revoke|withdraw|rescind|retract|revoking|withdrawing|rescinding|cancel) (?:my|our|all|any|the|that|this|every|whatever)(?: prior| previous| express| written)? (?:consent|permission|authorization|authorisation)",
  "(?:leave|let) (?:me|us) (?:alone|be|in peace)(?! (?:for|until|till|at) )(?! (?:honest|clear|sure|with) )"
]
