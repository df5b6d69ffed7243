/** A line for people in need that has a whole number. */
export interface CrisisLine {
  /** E.164. */
  readonly number: string
  readonly name: string
  /** Whether the number was read at the line's own page; else it is named alike by several public lists. */
  readonly verified: boolean
}

const line = (number: string, name: string): CrisisLine => ({ number, name, verified: false })

/**
 * Crisis lines that are full numbers. Short ones (988, 3114) are no E.164 numbers and are refused where a number is read,
 * and the harmonised European ones (116…) by their form. There are over a thousand lines in the world, so this list is
 * no more than a beginning: one that is missing stands in `deniedNumbers` of a profile. Read on 2026-11-29.
 */
export const crisisLines: ReadonlyArray<CrisisLine> = [
  line("+18002738255", "the suicide and crisis lifeline of the United States"),
  line("+18007842433", "a suicide hotline of the United States"),
  line("+18007997233", "the domestic violence hotline of the United States"),
  line("+18664887386", "a crisis line for young people in the United States"),
  line("+18334564566", "the suicide crisis helpline of Canada"),
  line("+18662773553", "the suicide prevention line of Quebec"),
  line("+18006686868", "a crisis line for young people in Canada"),
  line("+448001111", "Childline"),
  line("+448000684141", "a suicide prevention line for young people in the United Kingdom"),
  line("+3531800247247", "a suicide prevention line of Ireland"),
  line("+61131114", "Lifeline Australia"),
  line("+611300659467", "the suicide call back service of Australia"),
  line("+611300224636", "Beyond Blue"),
  line("+611300789978", "MensLine Australia"),
  line("+611800551800", "Kids Helpline Australia"),
  line("+611800737732", "the domestic violence line of Australia"),
  line("+64800543354", "Lifeline New Zealand"),
  line("+33145394000", "Suicide Écoute"),
  line("+33972394050", "SOS Amitié"),
  line("+33800235236", "a line for young people in France"),
  line("+3226499555", "the suicide prevention line of Belgium"),
  line("+498001110111", "TelefonSeelsorge"),
  line("+498001110222", "TelefonSeelsorge"),
  line("+4570201201", "the suicide prevention line of Denmark"),
  line("+358925250111", "the crisis line of Finland"),
  { number: "+85228960000", name: "The Samaritans in Hong Kong", verified: true },
  line("+85223892222", "The Samaritan Befrienders Hong Kong"),
  line("+85223820000", "a suicide prevention line of Hong Kong"),
  line("+60376272929", "Befrienders in Malaysia"),
  line("+919999666555", "a crisis line of India"),
  line("+81120279338", "a crisis line of Japan"),
  line("+81357740992", "a crisis line in English in Japan"),
  line("+27800567567", "the suicide crisis line of South Africa")
]
