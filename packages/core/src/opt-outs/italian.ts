const verb =
  "(?:chiami|chiamate|chiamare|chiamarmi|chiamarci|chiamatemi|chiamateci|richiami|richiamate|richiamare|richiamarmi|richiamatemi|richiamateci|telefoni|telefonate|telefonare|telefonarmi|telefonatemi|telefonateci|contatti|contattate|contattare|contattarmi|contattatemi|contattateci|disturbi|disturbate|disturbare|disturbarmi|disturbatemi|disturbateci|chiamino|telefonino|contattino)"
const infinitive = "(?:chiamar|richiamar|telefonar|contattar|disturbar|importunar|molestar)(?:e|mi|ci)"
const time =
  "(?:dopo|prima|adesso|ora|oggi|domani|stasera|stamattina|subito|ancora|tardi|presto|piu (?:tardi|presto)|quando|mentre|durante|(?:la|il|di|alla|al) (?:domenica|sera|notte|mattina|sabato|mattino|pomeriggio|fine|weekend)|a (?:questora|quest|mezzogiorno|mezzanotte|pranzo|cena)|cosi (?:tardi|presto)|troppo (?:tardi|presto)|in questo momento|fino|finche|alle|tra|entro)"
const naming =
  "(?:signora|signore|signor|signorina|cosi|per nome|dottore|dottoressa|bugiardo|bugiarda|nonno|nonna|amore|caro)"
const notThen = `(?! ${time} )(?! ${time}END)(?! ${naming} )`
const calls = "(?:chiamate|telefonate|chiamata|telefonata)"
const taking =
  "(?:tolga|togliete|toglietemi|toglieteci|tolgami|togliermi|levi|levate|levatemi|cancelli|cancellate|cancellatemi|cancellateci|cancellarmi|rimuova|rimuovete|rimuovetemi|rimuovermi|elimini|eliminate|eliminatemi|eliminarmi|depenni|depennate|depennatemi)"

/** Spoken in Italian. */
export const italian: ReadonlyArray<string> = [
  `(?<! (?:perche|come mai|tu|io|lui|lei che|chi) )non (?:mi |ci |lo |la )?(?:piu )?${verb}(?: mai)? piu(?: qui| qua)?${notThen}`,
  `(?<! (?:perche|come mai|tu|io|lui|chi|se) )non (?:mi |ci )?${verb}(?! mai)${notThen}`,
  `non (?:deve|dovete|devi|devono|puo|potete) (?:mai )?(?:piu )?${infinitive}${notThen}`,
  `(?:smetta|smettete|smetti|smettetela|smettila|smetterla|piantatela|finitela|basta|cessi|cessate|eviti|evitate|finisca) (?:subito )?(?:di |con )?(?:${infinitive}|(?:le |queste |le vostre |vostre |tutte |quest[ae] )*${calls})`,
  `(?:basta|niente(?: piu)?|nessun[ao]? altr[ao]|nessuna|mai piu|stop alle) (?:con )?(?:le |queste |vostre |le vostre )*${calls}(?! ${time})(?! (?:persa|perse|ricevuta|in) )`,
  `non (?:voglio|vogliamo|desidero|desideriamo|vorrei|intendo|intendiamo|gradisco|accetto|autorizzo) (?:mai )?(?:piu )?(?:(?:essere|venire) (?:mai )?(?:piu )?(?:ri)?(?:chiamat|contattat|disturbat|telefonat)\\S*|(?:ricevere |altre |piu |vostre |le vostre |queste |nessuna |alcuna )*${calls}|che (?:mi |ci )(?:\\S+ )?${verb}|sentir(?:vi|la) (?:mai )?piu)${notThen}`,
  `(?:mi |ci )?${taking}(?: \\S+){0,4} (?:dalla|dalle|da|dal|dai|dagli)(?: \\S+){0,3} ?(?:lista|liste|elenco|elenchi|database|archivio|archivi|registro|registri|contatti|rubrica)`,
  `(?:tolga|togliete|cancelli|cancellate|rimuova|rimuovete|elimini|eliminate|dimentichi|dimenticate|perda|perdete|levate) (?:subito )?(?:il mio|questo|il nostro|i miei|il) (?:numero|nominativo|nome|dati|contatto|recapito)`,
  "(?:disiscrivetemi|disiscrivermi|mi disiscriva|disiscrivimi|cancellatemi|cancellarmi|mi cancelli)END",
  "(?:revoco|ritiro|nego|revocare|ritirare|annullo) (?:il|ogni|qualsiasi|qualunque) (?:mio |nostro )?(?:consenso|permesso|autorizzazione)",
  "(?:iscritt[oa]|iscritti|sono|siamo|numero e) (?:iscritt[oa] )?(?:al|nel|sul) registro (?:pubblico )?(?:delle )?opposizioni",
  "mi oppongo (?:a|al|alle|ad) (?:\\S+ ){0,3}(?:chiamate|telefonate|contatt\\S*|trattamento|telemarketing)",
  "(?:mi lasci|lasciatemi|lasciateci|lasciami|ci lasci)(?: in pace| stare| tranquill[oa])(?! (?:un|per) )",
  `non (?:ha|avete|hai) (?:il mio |il |alcun |nessun )*(?:consenso|permesso|diritto|autorizzazione) (?:di|per|a) ${infinitive}`
]
