const verb =
  "(?:llame|llamen|llames|llameis|telefonee|telefoneen|contacte|contacten|contactes|moleste|molesten|molestes|marque|marquen|marques|hablen por telefono|hable por telefono)"
const infinitive = "(?:llamar|telefonear|contactar|molestar|marcar|fastidiar|acosar)(?:me|nos|lo|la)?"
const time =
  "(?:tarde|temprano|pronto|antes|despues|ahora|hoy|manana|esta (?:noche|tarde|semana|hora)|por (?:la|las) (?:noche|manana|tarde)\\S*|(?:los|el) (?:domingo|sabado|lunes|martes|miercoles|jueves|viernes|fin)\\S*|hasta|cuando|mientras|durante|entre|a (?:esta|estas|la|las|medianoche|mediodia) ?\\S*|tan (?:tarde|temprano|pronto)|de (?:noche|madrugada)|en (?:este|ese) momento|todavia|aun|luego|mas (?:tarde|temprano|pronto)|tanto)"
const naming =
  "(?:senora|senor|senorita|asi|don|dona|por mi|de usted|usted|loco|loca|mentiroso|mentirosa|abuelo|abuela)"
const notThen = `(?! ${time})(?! ${naming} )`
const taking = "(?:quit|sac|saqu|borr|elimin|retir|remuev|tach|suprim)(?:e|en|a|an|es|as|ad|ar|uen|ue)"

/** Spoken in Spanish. */
export const spanish: ReadonlyArray<string> = [
  `(?<! (?:que|quien|cuando|porque|ojala) )no (?:me |nos |lo |la |le )?${verb}(?: mas| nunca mas| nunca| otra vez| de nuevo| nuevamente| jamas| ya)*${notThen}(?! que )`,
  `que (?:ya )?no (?:me |nos )${verb}(?: mas| nunca mas| otra vez| de nuevo)*${notThen}(?! (?:el|la|mi|nadie) )`,
  `(?:ya no|nunca mas|jamas) (?:me |nos )${verb}(?: mas)?${notThen}`,
  `no (?:me |nos |lo |la )?(?:vuelv(?:a|an|as|ais)|volver) (?:mas |nunca )?a ${infinitive}${notThen}`,
  `(?:deje|dejen|deja|dejad|pare|paren|para|parad|basta|cese|cesen|eviten?) (?:ya )?(?:por favor )?(?:de|con) (?:${infinitive}|(?:las |tantas |sus |estas |esas |tanta |hacer |hacerme )*llamad(?:as?|ita))`,
  `(?:basta|no mas|alto a|ni una|cero|nada de) (?:ya )?(?:de )?(?:las |sus |estas |mas )*llamadas?(?! ${time})`,
  `no (?:quiero|queremos|deseo|deseamos|quisiera|acepto|autorizo|autorizamos|permito|consiento) (?:mas |a |ya )?(?:que (?:me |nos )?(?:vuelv(?:a|an|as) a (?:llamar|contactar|molestar)\\S*|sigan? (?:llamando|molestando)\\S*|${verb})|(?:volver a )?(?:recibir |seguir recibiendo )?(?:mas |sus |estas |esas |ninguna |ningun tipo de |de sus |otra )*llamadas?|(?:volver a )?ser (?:llamad|contactad|molestad)[oa]s?|saber (?:nada )?(?:mas )?de ustedes|ningun contacto)${notThen}`,
  `${taking}(?:me|nos)?(?: \\S+){0,3} (?:de|del) (?:su|sus|la|las|esta|esa|todas|este|los|el|cualquier)(?: \\S+){0,3} ?(?:lista|listas|base|bases|registro|registros|sistema|sistemas|contactos|archivo)`,
  `(?:quit|sac|saqu|borr|elimin|retir|remuev|tach|suprim|olvid|pierd)(?:e|en|a|an|es|ue|uen) (?:ya )?(?:mi|este|nuestro|mis|ese) (?:numero|telefono|nombre|datos|contacto|celular|movil)`,
  "(?:deme|denme|dame|dadme|darme|darnos|denos) de baja(?! (?:del|de la|de mi|de el|en|en el) (?!lista|llamada|base|sus))",
  "(?:revoco|retiro|anulo|cancelo|revocar|retirar) (?:mi|el|todo|cualquier|nuestro) (?:\\S+ )?(?:consentimiento|permiso|autorizacion)",
  "(?:ponga|pongan|inscriba|inscriban|incluya|incluyan|agregue|agreguen|apunte|apunten|meta|metan|anada|anadan)(?:me|nos|lo)?(?: mi numero)? (?:en|a) (?:la|su|una) lista (?:de )?(?:no \\S+|robinson|negra|exclusion)",
  "(?:estoy|estamos|inscrit[oa]|apuntad[oa]|numero esta) (?:inscrit[oa] |apuntad[oa] )?(?:en|a) (?:la |el )?(?:lista robinson|registro de no llam\\S+|repep|registro publico para evitar)",
  "(?:dejeme|dejenme|dejame|dejadme|dejenos|dejennos) (?:ya )?(?:en paz|tranquil[oa]s?)",
  `no (?:tiene|tienen|tienes) (?:mi )?(?:permiso|derecho|autorizacion|consentimiento) (?:para|de|a) ${infinitive}`
]
