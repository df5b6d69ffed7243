const me =
  "(?:mij |me |ons |mijn nummer |dit nummer |hier |hierheen |naar dit nummer |op dit nummer |u |jullie |alsjeblieft |alstublieft |aub |maar |toch |dan )*"
const never = "(?:niet|nooit)(?: meer| weer| nog een keer| opnieuw| langer)*"
const time =
  "(?:voor|na|nu|vandaag|morgen|vanavond|vanmiddag|zo (?:laat|vroeg)|te (?:laat|vroeg)|als|wanneer|terwijl|om|zondag|zaterdag|maandag|op (?:zondag|zaterdag|maandag|mijn werk)|in het (?:weekend|midden)|tijdens|tot|totdat|later|savonds|snachts|sochtends|tussen|zolang|terug voor|meneer|mevrouw)"
const notThen = `(?! ${time} )(?! ${time}END)`
const calls = "(?:telefoontjes|oproepen|belletjes|telefonische oproepen|telefoongesprekken|verkooptelefoontjes)"
const reach = "(?:bellen|opbellen|terugbellen|contacteren|benaderen|lastigvallen|lastig vallen)"
const others = "(?<! (?:ik|hij|zij|ze|we|wij|niemand|kan|kon)(?: \\S+){0,3} )"

/** Spoken in Dutch. */
export const dutch: ReadonlyArray<string> = [
  `(?<! (?:ik|hij|zij|ze|we|wij|waarom|niemand) )(?:bel|contacteer|benader) ${me}${never}(?: terug| op)?${notThen}`,
  `(?<! (?:hij|zij|ze|je|jij|waarom|niemand) )(?:belt|contacteert) ${me}(?:niet(?: meer| weer| langer)*|nooit (?:meer|weer))(?: terug| op)?${notThen}`,
  `${others}(?:niet meer|nooit meer|nooit weer|niet langer) (?:hier |naar dit nummer |hierheen |te )?${reach}${notThen}`,
  `(?:moet|moeten|mag|mogen|hoeft|hoeven) (?:u |jullie |je )?(?:mij |me |ons |hier )?(?:niet|nooit)(?: meer)? (?:te )?${reach}${notThen}`,
  `(?:stop|stopt|stoppen|houd|hou|ophouden|houdt) (?:u |jullie |nu |eens |alstublieft |alsjeblieft |onmiddellijk )*(?:op )?met (?:mij |me |ons |het |dat |steeds |te |die |deze |al die )*(?:te )?(?:bellen|gebel|opbellen|lastigvallen|lastig te vallen|contacteren|${calls})`,
  `(?:wil|willen|wens|wensen|wenst) (?:echt |ook |door u |door jullie )*(?:niet|nooit)(?: meer| langer)? (?:door u |door jullie |telefonisch )*(?:gebeld|benaderd|gecontacteerd|opgebeld|lastiggevallen|lastig gevallen)(?: worden| te worden)?${notThen}`,
  `(?:wil|willen|wens) (?:niet|nooit)(?: meer)? dat (?:u|jullie|je) (?:mij|me|ons|hier|mij nog|me nog) (?:nog )?(?:belt|bellen|opbelt|contacteert)`,
  `(?:wil|willen|wens|graag) geen (?:\\S+ )?(?:${calls}|contact)(?: meer)?${notThen}`,
  `geen (?:\\S+ )?${calls} meer`,
  "(?:haal|haalt|schrap|schrapt|verwijder|verwijdert|schrijf|wis|gooi|streep) (?:u )?(?:mij|me|ons|mijn \\S+|dit nummer|ons nummer)(?: \\S+){0,3} (?:van|uit) (?:uw|jullie|de|je|deze|die|het|alle)(?: \\S+)? ?\\S*(?:lijst|lijsten|bestand|database|systeem|register)",
  "(?:verwijder|verwijdert|wis|wist|vergeet|schrap) (?:u )?(?:alstublieft |alsjeblieft )?(?:mijn|dit|ons) (?:nummer|telefoonnummer|gegevens|mobiele nummer|naam)",
  "(?:zet|plaats|schrijf) (?:u )?(?:mij|me|ons|mijn nummer|dit nummer)(?: \\S+){0,2} (?:op|in) (?:de|uw|jullie|een|het) (?:\\S+ )?(?:zwarte lijst|bel me niet\\S*|niet bellen lijst|blokkeerlijst|uitsluitingslijst)",
  "(?:schrijf|meld|schrijft|meldt) (?:u )?(?:mij|me|ons) (?:maar |alstublieft |alsjeblieft )*(?:uit|af)END",
  "(?:trek|trekken|herroep|intrek) (?:ik |hierbij |bij deze )*(?:mijn|de|alle|onze) (?:toestemming|instemming)",
  "(?:mijn|de) toestemming (?:wordt |is |wil ik )?(?:ingetrokken|intrekken|in te trekken)",
  "(?:laat|laten) (?:u )?(?:mij|me|ons) (?:nu |alstublieft |alsjeblieft |toch )*met rust",
  "bel me niet register"
]
