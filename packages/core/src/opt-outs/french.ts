const stem = "(?:r?appel|telephon|contact|derang|sollicit|importun|harcel)"
const verb =
  "(?:r?appele[zr]|r?appelle[sz]?|r?appeliez|(?:telephon|contact|derang|sollicit|importun)(?:e[zrs]?|iez)|harcele[zrs]?)"
const infinitive = "(?:r?appeler|telephoner|contacter|deranger|solliciter|importuner|harceler|joindre)"
const me = "(?:m|me |nous |n|)"
const time =
  "(?:tard|tot|avant|apres|maintenant|aujourdhui|demain|ce (?:soir|matin|midi)|cet? \\S+midi|cette semaine|le (?:matin|soir|midi|dimanche|samedi|lundi|mardi|mercredi|jeudi|vendredi|week)|la nuit|quand|pendant|lorsque|si (?:tard|tot)|trop (?:tard|tot)|aussi (?:tard|tot)|a (?:cette heure|midi|minuit|\\d+)|en ce moment|tout de suite|encore|entre|jusqua|plus (?:tard|tot)|pour linstant|dans (?:la|les))"
const naming = "(?:monsieur|madame|mademoiselle|docteur|maitre|comme|par|cheri|cherie|papy|mamie)"
const notThen = `(?! ${time})(?! ${naming} )`
const taking = "(?:retire|enleve|supprime|efface|raye|ote|radie|desinscri[vs]e?|sorte?|desabonne)(?:z|r|s)?"

/** Spoken in French, also without the `ne` that speech drops. */
export const french: ReadonlyArray<string> = [
  `(?<! (?:je|il|elle|on|qui|ils|elles|ca|tu|ne) )(?:ne (?:plus |pas |jamais )?${me}|m|nous |n)${verb} (?:plus jamais|plus|pas)(?: plus)?${notThen}`,
  `(?<! (?:je|il|elle|on|qui|ils|elles|ca|tu|vous|ne) )(?:ne ${me}|m|nous |n)${verb} jamais(?! ${naming} )`,
  `ne (?:plus|pas|jamais|plus jamais) ${me}${infinitive}${notThen}`,
  `ne (?:plus|pas|jamais|plus jamais) etre (?:re)?(?:appele|contacte|derange|sollicite|importune|joint)e?s?${notThen}`,
  "(?:ne )?(?:plus|pas|jamais) recevoir (?:de |d|vos |aucun |ces |plus |tous |un )*appels?",
  `(?:veux|veut|voulons|souhaite|souhaitons|voudrais|desire|aimerais) (?:plus|pas|plus jamais)(?: du tout)? (?:(?:etre|que lon me|quon me|quon nous|que vous (?:m|me |nous ))(?: )?(?:r?appel|contact|derang|sollicit|telephon|importun)\\S*|recevoir (?:de |d|vos |ces |plus )*appels?|entendre parler de vous|de (?:vos |ces )?appels?|dappels?)${notThen}`,
  `(?:arrete[zr]?|arretes|cesse[zr]?|finissez|stoppe[zr]?|evite[zr]?) (?:donc )?(?:de|d) ?(?:m|me |nous |)${infinitive}${notThen}`,
  `(?:arrete[zr]?|cesse[zr]?|stoppe[zr]?|stop|assez|marre|halte) (?:de |avec |a |aux |tous |toutes )*(?:d|les |vos |ces |aux |tous )*appels`,
  `(?<! (?:il ny a|jai|ai|a|avons|eu) )(?:plus|plus jamais) (?:d|aucun |un seul |de vos )appels?(?! ${time})`,
  `${taking} (?:moi|nous|mon|notre|ce|m|mes|le)(?: \\S+){0,4} (?:liste|listes|fichier|fichiers|base|repertoire|registre)`,
  `${taking} (?:mon|notre|ce) (?:numero|nom|contact|telephone)`,
  "(?:perdez|oubliez|oublie) (?:mon|notre|ce) numero",
  "(?:desinscrivez|desabonnez|radiez|retirez|supprimez|rayez)(?: |)(?:moi|nous)END",
  "(?:me|moi) desinscrireEND",
  "je me desinscris",
  "(?:mettez|inscrivez|ajoutez|placez)(?: |)(?:moi|nous|mon numero)(?: \\S+){0,3} (?:liste (?:rouge|noire|dopposition|de ne pas appeler)|bloctel)",
  "(?:inscrite?s?|suis|sommes|numero est) (?:deja )?(?:inscrite?s? )?(?:sur|a|au|chez) (?:la liste |le )?bloctel",
  "(?:retire|revoque|annule|reprends|retirer|revoquer) (?:mon|tout|notre) (?:consentement|accord|autorisation)",
  "(?:mon|notre) (?:consentement|accord|autorisation) est (?:retiree?|revoquee?)",
  `(?:moppose|nous opposons|opposition) (?:a|au|aux) (?:\\S+ ){0,2}(?:demarchage|appels?|prospection|sollicitations?)`,
  "(?:laissez|laisse|fichez|foutez|fiche|fous)(?: |)(?:moi|nous) (?:tranquilles?|la paix|en paix)(?! (?:avec|pendant|jusqua) )",
  `(?:interdis|interdit|plus le droit|pas le droit|pas autorises?|plus autorises?) (?:de |d|a )(?:m|me |nous |)${stem}er`
]
