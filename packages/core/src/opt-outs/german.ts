const filler =
  "(?:bitte |mich |uns |hier |mir |sie |doch |endlich |ja |bloss |blos |auch |da |auf dieser nummer |diese nummer |unter dieser nummer |bei uns |bei mir |privat )*"
const never = "(?:nicht|nie|niemals|nimmer|ja nicht)(?: mehr| wieder| noch ?mal| noch einmal| langer| weiter)*"
const time = "(?:bevor|wenn|wahrend|solange|bis|vor|nach|jetzt|heute|morgen|spater|sondern|weil ich gerade|um diese)"
const notThen = `(?! ${time} )`
const we = "(?<! (?:ich|er|wir|niemand|man|konnte|kann)(?: \\S+){0,3} )"

/** Spoken in German. Umlauts are read as their vowels. */
export const german: ReadonlyArray<string> = [
  `(?:rufen|ruft|ruf|rufe) ${filler}${never} ${filler}an${notThen}`,
  `${we}(?:nicht mehr|nie wieder|nie mehr|niemals wieder|niemals|nicht langer|nicht noch ?mal) (?:hier |bei mir |bei uns |mich |uns )?(?:anrufen|anzurufen|kontaktieren|zu kontaktieren|belastigen|anklingeln|telefonisch kontaktieren)${notThen}`,
  `bitte (?:mich |uns |hier )*(?:nicht|nie) (?:anrufen|kontaktieren|belastigen)${notThen}`,
  `(?:sollen|sollt|durfen|durft|brauchen|mussen|mochte nicht dass|will nicht dass) (?:sie )?(?:mich |uns |hier )*(?:nicht|nie|niemals)(?: mehr| wieder)? (?:anrufen|kontaktieren|belastigen)${notThen}`,
  `(?:mochte|mochten|will|wollen|wunsche|wunschen) (?:nicht|nie)(?: mehr| langer)? (?:dass )?(?:sie |ihr |von ihnen |jemand )*(?:mich |uns |hier )*(?:angerufen|kontaktiert|belastigt|anrufen|anruft|telefonisch kontaktiert)(?: werden)?${notThen}`,
  `(?:nicht mehr|nie wieder|nie mehr|nicht langer) (?:von ihnen |telefonisch )*(?:angerufen|kontaktiert|belastigt) werden`,
  `(?:mochte|mochten|will|wollen|wunsche|bitte|bitte um) (?:von ihnen |ab jetzt |in zukunft |auch )*keine? (?:weiteren |weitere |solchen? |ihrer |telefonischen )*(?:anrufe|anruf|werbeanrufe|telefonate|kontaktaufnahme)`,
  "keine (?:weiteren |weitere |solchen )?(?:anrufe|werbeanrufe|telefonate|werbung) (?:mehr|bitte)(?! (?:bekommen|erhalten|gekriegt|gehabt))",
  "keine weiteren (?:anrufe|werbeanrufe|telefonate)",
  `(?:horen|hort|hor) (?:sie )?(?:bitte |endlich |sofort |damit )*auf (?:damit )?(?:mich |uns |hier |standig )*(?:anzurufen|zu belastigen|zu kontaktieren|mit (?:den|diesen|ihren|dem) \\S*anrufen?)`,
  "(?:unterlassen|unterlasst|beenden|stoppen|stoppt|stellen|lassen) sie (?:bitte |sofort |endlich )*(?:diese|die|ihre|weitere|jegliche|alle|das|solche) (?:standigen |weiteren )?(?:anrufe|anrufen|werbeanrufe|telefonate)",
  "(?:schluss|stopp|stop|aus|genug) (?:jetzt )?mit (?:den|diesen|ihren|euren|dem) (?:\\S+ )?\\S*anrufen?",
  "(?:nehmen|streichen|streich|loschen|losche|entfernen|nimm|tragen|werfen) (?:sie )?(?:bitte |sofort )*(?:mich|uns|meinen namen|meine nummer|meine daten|diese nummer)(?: \\S+){0,3} (?:von|aus) (?:ihrer|der|dieser|eurer|ihren|allen|ihrem|dem)(?: \\S+)? ?\\S*(?:liste|listen|verteiler|datenbank|kartei|system|datei)",
  "(?:loschen|losche|streichen|streich|entfernen|vergessen|sperren) (?:sie )?(?:bitte |sofort |endlich )*(?:meine|unsere|diese) (?:\\S+ )?(?:nummer|telefonnummer|handynummer|rufnummer|daten|kontaktdaten)",
  "(?:meine|unsere|diese) (?:nummer|telefonnummer|rufnummer|daten) (?:bitte |sofort )*(?:loschen|streichen|entfernen|aus der liste|sperren)",
  "(?:streichen|loschen|tragen|melden) sie (?:mich|uns) (?:bitte |sofort )*(?:aus|ab)?END",
  "(?:setzen|tragen|schreiben|nehmen) sie (?:mich|uns|meine nummer|diese nummer)(?: \\S+){0,3} (?:auf|in) (?:die|ihre|eine|der) (?:\\S+ )?(?:sperrliste|robinsonliste|robinson liste|blacklist|schwarze liste|schwarzen liste)",
  "(?:widerrufe|ziehe|widerruf|entziehe) (?:ich |hiermit |ihnen )*(?:meine|die|meiner|jede|unsere|jegliche) (?:\\S+ )?(?:einwilligung|zustimmung|erlaubnis|genehmigung)",
  "(?:einwilligung|zustimmung) (?:\\S+ ){0,2}(?:widerrufen|zuruckziehen|zuruckgezogen)",
  "widerspreche (?:ich )?(?:hiermit |ausdrucklich )*(?:der|ihren|weiteren|jeder|diesen|jeglicher|jeglichen|solchen) (?:\\S+ ){0,2}\\S*(?:anrufe|anrufen|werbung|kontaktaufnahme|nutzung|kontaktierung)",
  "(?:lassen sie|lasst|lass) (?:mich|uns) (?:bitte |endlich )*in (?:ruhe|frieden)",
  `(?:melden sie sich|meldet euch|meld dich) (?:bitte )?(?:bei mir |bei uns )?(?:nicht mehr|nie wieder|nie mehr)${notThen}`
]
