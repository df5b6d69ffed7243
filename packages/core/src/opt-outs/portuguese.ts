const verb =
  "(?:ligue|liguem|ligues|telefone|telefonem|telefones|contate|contatem|contacte|contactem|contactes|perturbe|perturbem|incomode|incomodem|incomodes|chame|chamem)"
const infinitive =
  "(?:ligar|telefonar|contatar|contactar|incomodar|perturbar|chamar|importunar)(?: me| nos| para mim| pra mim)?"
const time =
  "(?:tarde|cedo|antes|depois|agora|hoje|amanha|esta (?:noite|semana|tarde)|a (?:noite|esta hora|essa hora|tarde)|de (?:noite|manha|madrugada|tarde)|(?:no|na|aos|ao|nos) (?:domingo|domingos|sabado|sabados|fim|fins|segunda|almoco)|ate|quando|enquanto|durante|entre|tao (?:tarde|cedo)|muito (?:tarde|cedo)|neste momento|nesse momento|ainda|mais (?:tarde|cedo)|as \\S+)"
const naming = "(?:de|por|senhora|senhor|assim|doutor|doutora|pelo|louco|louca)"
const notThen = `(?! ${time} )(?! ${time}END)(?! ${naming} )(?! (?:para|pra) (?:isso|isto|ele|ela|eles|elas|o que|nada|a policia|minha mae|meu pai))(?! a (?:isso|minima))`
const calls = "(?:ligacoes|ligacao|chamadas|chamada|telefonemas|telefonema)"
const taking =
  "(?:tire|tirem|tira|remova|removam|retire|retirem|exclua|excluam|apague|apaguem|elimine|eliminem|risque|risquem|delete|deletem)"

/** Spoken in Portuguese, of Brazil and of Portugal. */
export const portuguese: ReadonlyArray<string> = [
  `(?<! (?:que|quem|porque|se|caso|espero que) )nao (?:me |nos |mais me |mais nos |mais )?${verb}(?: me| nos)?(?: nunca)?(?: mais| de novo| novamente| outra vez)*${notThen}`,
  `(?:que )(?:voces |voce |o senhor |a senhora )?nao (?:me |nos )${verb} (?:mais|nunca mais|de novo|novamente)${notThen}`,
  `nunca mais (?:me |nos )?(?:${verb}|voltem? a (?:me )?${infinitive})${notThen}`,
  `nao (?:me )?volt(?:e|em|es) a (?:me )?${infinitive}${notThen}`,
  `(?:pare|parem|para|deixe|deixem|chega|basta|cessem?|parar|deixar) (?:ja )?(?:por favor )?(?:de|com|d) (?:me |nos )?(?:${infinitive}|(?:as |essas |estas |suas |tantas |fazer |me fazer )*${calls})`,
  `(?:chega|basta|sem mais|nada de|nem mais uma|nenhuma|nao a|fim das|mais nenhuma) (?:de )?(?:mais )?(?:essas |estas |suas )?${calls}(?! ${time})(?! (?:perdida|perdidas) )`,
  `nao (?:quero|queremos|desejo|desejamos|gostaria|aceito|autorizo|autorizamos|permito) (?:mais )?(?:de )?(?:que (?:voces |voce )?(?:me |nos |voltem a me |fiquem me )?(?:${verb}|ligando|${infinitive})|(?:voltar a )?(?:receber |mais |suas |essas |estas |nenhuma |nenhum |vossas )*${calls}|(?:voltar a )?ser (?:mais )?(?:contatad|contactad|incomodad|chamad|perturbad)\\S*|ouvir (?:mais )?falar de voces)${notThen}`,
  `(?:me |nos )?${taking}(?: \\S+){0,4} (?:da|das|do|dos|de)(?: \\S+){0,3} ?(?:lista|listas|cadastro|cadastros|base|bases|sistema|registro|registros|contatos|contactos|banco)`,
  `${taking.replace("tire", "esqueca|esquecam|percam|perca|tire")} (?:ja )?(?:o meu|meu|este|esse|o nosso|nosso|os meus|meus) (?:numero|telefone|nome|contato|contacto|dados|celular|telemovel)`,
  "(?:revogo|retiro|cancelo|revogar|retirar|anulo) (?:o |a |todo o |qualquer )*(?:meu |minha )?(?:consentimento|autorizacao|permissao)",
  "(?:me deixe|me deixem|deixe me|deixem me|deixa me|deixem nos|deixe nos|me deixa) (?:ja )?(?:em paz|sossegad[oa]|em sossego)",
  "(?:coloque|coloquem|ponha|ponham|inclua|incluam|inscreva|inscrevam|me coloque|me coloquem)(?: me| nos| meu numero| o meu numero)? (?:na|em|numa) (?:sua |vossa |uma )?lista (?:de )?(?:nao \\S+|negra|exclusao|bloqueio|robinson)",
  "(?:estou|estamos|inscrit[oa]|cadastrad[oa]|cadastrei|numero esta) (?:\\S+ ){0,2}(?:no|na|em) (?:cadastro |lista |site |servico )*(?:do )?nao (?:me )?perturbe",
  `nao (?:tem|tens|tenho autorizado|dei) (?:a )?(?:minha )?(?:permissao|autorizacao|consentimento|direito)(?: para voces)? (?:para|de|pra) (?:me )?${infinitive}`
]
