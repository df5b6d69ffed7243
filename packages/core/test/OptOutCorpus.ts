const linesOf = (text: string): ReadonlyArray<string> =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim())

/** What people say who want no more calls, by language. */
export const wishes = {
  English: linesOf(`
    Please don't call me.
    Please don't call me again.
    I said: DON’T CALL ME AGAIN
    dont call me anymore
    Stop calling.
    Stop calling my phone.
    Stop calling me.
    Stop calling me, please, I'm at work.
    Would you stop calling this number?
    Do not call.
    Do not call here again.
    Do not call this number again.
    Do not ever call me.
    Don't you dare call me again.
    Don't ever contact me again.
    Don't call my house.
    Don't call my cell phone any more.
    Never call me again!
    Never call here again.
    Never contact us again.
    I told you people not to call me anymore.
    Quit calling me.
    Quit calling!
    Would you people quit phoning us?
    Cease all calls.
    This is a cease and desist.
    Stop harassing me.
    Stop bothering us.
    Please stop contacting me.
    Stop all calls to this number.
    Stop with the calls.
    No more calls, please.
    No more calls.
    I don't want any more calls.
    I do not want any calls from you.
    I don't want to be called again.
    I do not wish to be contacted.
    I don't want you to call me again.
    I don't want you calling me.
    I don't want to receive these calls.
    I don't want to hear from you again.
    I'm not interested in any more calls.
    I do not consent to being called.
    I never agreed to receive calls from you.
    You are not allowed to call me.
    You don't have my permission to call me.
    You can't call me at work.
    You must not call this number.
    Take me off your list.
    Take me off this list.
    Take me off of your calling list.
    Take me off the list, I beg you.
    Take us off your list.
    Take my number off.
    Take my name off your marketing list.
    Can you take me off?
    Get me off this list.
    Remove me from your list.
    Remove me from your database.
    Remove my number.
    Please remove this number from your system.
    Delete my number.
    Delete my phone number, please.
    Lose my number.
    Scratch me off your list.
    I want my number removed from your records.
    Put me on your do not call list.
    Put me on the do-not-call list.
    Add me to your internal do not call list.
    Add my number to the do not call registry.
    I want to be on your do not call list.
    I am on the do not call list.
    We are on the national do not call registry.
    Opt out.
    I want to opt out.
    I'd like to opt out.
    Please opt me out.
    I'm opting out of these calls.
    Unsubscribe me.
    Unsubscribe.
    I revoke my consent.
    I withdraw my consent to be contacted.
    I'm revoking any permission I gave you.
    Leave me alone!
    Don't call me unless I call you.
    Hello? Don't call me now or ever.
    please do not call me i am busy`),
  French: linesOf(`
    Ne plus m'appeler, merci.
    Oubliez mon numéro.
    Je veux me désinscrire.
    Je me désinscris.
    Inscrivez-moi sur votre liste d'opposition.
    Mon accord est retiré.
    Je vous interdis de m'appeler.
    Ne nous appelez jamais.
    Ne m'appelez pas.
    Ne m’appelez plus, s’il vous plaît.
    Ne m'appelez plus jamais
    N'appelez plus.
    M'appelez plus !
    Ne nous appelez plus.
    Ne me rappelez plus.
    Ne m'appelle plus.
    Ne me téléphonez plus.
    Ne me contactez plus.
    Ne me dérangez plus.
    Je ne veux plus que vous m'appeliez.
    Arretez de m appeler ? Non : arrêtez de m'appeler !
    Arrêtez de nous appeler.
    Arrêtez d'appeler.
    Cessez de m'appeler.
    Arrêtez vos appels.
    Je souhaite ne plus être appelé.
    Je veux ne plus être appelée.
    Je ne veux plus être contacté.
    Je voudrais ne plus recevoir d'appels.
    Je veux ne plus recevoir vos appels.
    Plus d'appels, s'il vous plaît.
    Retirez-moi de votre liste.
    Retirez-moi de la liste.
    Enlevez-moi de votre liste.
    Supprimez-moi de votre fichier.
    Rayez-moi de vos listes.
    Retirez mon numéro.
    Enlevez mon numéro de là.
    Supprimez mon numéro.
    Effacez mon numéro.
    Désinscrivez-moi.
    Je suis inscrit sur Bloctel.
    Je retire mon consentement.
    Je m'oppose au démarchage téléphonique.
    Laissez-moi tranquille.
    Fichez-moi la paix !`),
  German: linesOf(`
    Schluss mit den Anrufen!
    Diese Nummer bitte löschen.
    Hiermit wird die Einwilligung widerrufen.
    Rufen Sie mich nicht an.
    Bitte rufen Sie mich nicht mehr an.
    Rufen Sie mich nie wieder an!
    Rufen Sie uns nicht mehr an.
    Rufen Sie hier nicht mehr an.
    Rufen Sie nicht mehr an.
    Rufen Sie nie wieder an.
    Rufen Sie bitte diese Nummer nicht mehr an.
    Ruf mich nicht mehr an.
    Ruf mich nie wieder an.
    Ruft hier nicht mehr an.
    Bitte nicht mehr anrufen.
    Bitte nicht anrufen.
    Sie sollen mich nicht mehr anrufen.
    Ich will nicht mehr angerufen werden.
    Ich möchte nicht angerufen werden.
    Ich möchte keine Anrufe mehr.
    Keine Anrufe mehr!
    Ich wünsche keine weiteren Anrufe.
    Hören Sie auf, mich anzurufen.
    Unterlassen Sie diese Anrufe.
    Nehmen Sie mich von Ihrer Liste.
    Nehmen Sie mich von der Liste.
    Nehmen Sie mich aus Ihrer Liste.
    Streichen Sie mich von Ihrer Liste.
    Streichen Sie mich aus Ihrer Liste.
    Löschen Sie meine Nummer.
    Loeschen... nein, löschen Sie meine Nummer.
    Streichen Sie meine Nummer.
    Löschen Sie bitte meine Daten.
    Tragen Sie mich aus.
    Ich widerrufe meine Einwilligung.
    Ich widerspreche hiermit jeder weiteren Kontaktaufnahme.
    Lassen Sie mich in Ruhe!
    Melden Sie sich nicht mehr bei mir.
    Setzen Sie mich auf die Robinsonliste.`),
  Spanish: linesOf(`
    Nunca más me llamen.
    Pónganme en la lista Robinson.
    No tienen permiso para llamarme.
    No me llame.
    No me llame más.
    ¡No me llame más, por favor!
    No me llamen más.
    No me llames más.
    No llame más.
    No llamen más.
    No me llamen nunca más.
    No me contacten.
    No me molesten más.
    No me marquen otra vez.
    No me vuelva a llamar.
    No me vuelvan a llamar.
    No me vuelvas a llamar.
    No vuelva a llamar.
    No vuelvan a llamar.
    Deje de llamarme.
    Dejen de llamarme.
    Deja de llamarme.
    Dejen de molestar.
    Que no me llamen más.
    No quiero que me llamen.
    No quiero más llamadas.
    No quiero recibir más llamadas.
    No deseo ser contactado.
    Basta de llamadas.
    Quíteme de su lista.
    Quítenme de su lista.
    Sáqueme de su lista.
    Sáquenme de su lista.
    Bórreme de su lista.
    Bórrenme de su lista.
    Elimine mi número.
    Eliminen mi número.
    Borre mi número.
    Borren mi número.
    Denme de baja.
    Revoco mi consentimiento.
    Estoy en la Lista Robinson.
    Déjenme en paz.`),
  Italian: linesOf(`
    Mi disiscriva.
    Mi oppongo alle vostre telefonate.
    Non avete il mio consenso per chiamarmi.
    Non mi chiami.
    Non mi chiami più.
    Non mi chiamate più, per favore.
    Non chiamatemi più.
    Non chiamate più.
    Non mi chiami mai più!
    Non mi telefoni più.
    Non telefonatemi.
    Non mi contattate più.
    Non disturbatemi più.
    Non deve più chiamarmi.
    Smettetela di chiamarmi.
    La smetta di telefonarmi.
    Smettete di chiamare.
    Basta chiamate!
    Basta con queste telefonate.
    Non voglio più essere chiamato.
    Non voglio ricevere altre chiamate.
    Non desidero essere contattata.
    Non voglio che mi chiamate.
    Mi tolga dalla lista.
    Toglietemi dalla vostra lista.
    Cancellatemi dal vostro elenco.
    Mi cancelli dal database.
    Cancelli il mio numero.
    Dimenticate questo numero.
    Revoco il consenso.
    Revoco il mio consenso.
    Sono iscritto al registro delle opposizioni.
    Mi lasci in pace.
    Lasciatemi stare!`),
  Dutch: linesOf(`
    Zet mij op de zwarte lijst.
    Mijn toestemming is ingetrokken.
    Bel me niet.
    Bel me niet meer.
    Bel mij nooit meer!
    Bel niet meer.
    Bel dit nummer niet meer.
    Belt u mij alstublieft niet meer.
    U moet mij niet meer bellen.
    U mag mij niet bellen.
    Niet meer bellen, alstublieft.
    Nooit meer bellen!
    Stop met bellen.
    Stop met mij te bellen.
    Hou op met bellen.
    Ik wil niet meer gebeld worden.
    Ik wil niet gebeld worden.
    Ik wens niet benaderd te worden.
    Ik wil geen telefoontjes meer.
    Ik wil niet dat u mij belt.
    Haal me van de lijst.
    Haal mij van uw lijst.
    Schrap mij uit uw bestand.
    Verwijder mijn nummer.
    Verwijdert u alstublieft mijn gegevens.
    Schrijf me uit.
    Ik trek mijn toestemming in.
    Laat me met rust.
    Ik sta in het bel-me-niet-register.`),
  Portuguese: linesOf(`
    Já disse que não me liguem mais.
    Eu disse que vocês não me liguem mais.
    Me coloque na lista de não ligar.
    Vocês não têm autorização para me ligar.
    Não me ligue.
    Não me ligue mais.
    Não me liguem mais, por favor.
    Não ligue mais.
    Não liguem mais para este número.
    Não me telefone mais.
    Não me incomodem mais.
    Não me contactem.
    Nunca mais me ligue.
    Não volte a ligar.
    Não voltem a ligar-me.
    Pare de me ligar.
    Parem de ligar.
    Deixem de me telefonar.
    Chega de ligações.
    Não quero mais ligações.
    Não quero receber mais chamadas.
    Não quero que me liguem.
    Não desejo ser contactado.
    Tire-me da lista.
    Me tire da sua lista.
    Me remova do cadastro.
    Retirem o meu número da lista.
    Apague o meu número.
    Esqueça meu número.
    Revogo o meu consentimento.
    Me deixe em paz.
    Estou no Não Me Perturbe.`)
} as const

/** What people say who may be called again, by language: much of it sounds alike. */
export const ordinary = {
  English: linesOf(`
    Please call me again tomorrow.
    Call me later.
    Don't call me before noon.
    Do not call me before noon.
    Please don't call me now, I'm driving.
    Don't call me today, call me tomorrow.
    Don't call me this late.
    Don't call me at night.
    Don't call me on Sundays.
    Please don't call me while I'm at lunch.
    Don't call me until Monday.
    I do not know whom to call. Again?
    You never call me back.
    They never call me.
    Nobody ever calls me.
    Why don't you call me again next week?
    If you don't call me by noon, I will call you.
    I don't call people much.
    We don't call it that.
    Don't call me a liar.
    Don't call me sir.
    Please don't call me Mrs. Smith, I'm Ada.
    Stop calling it a problem.
    People should stop calling this a crisis.
    Stop calling me names, grandma!
    I wish they would stop calling him a genius.
    My boss keeps calling.
    My phone stopped calling out.
    I stopped calling them.
    I was calling about my order.
    I don't want to call the bank.
    I don't want to miss your call.
    I don't mind calls in the evening.
    I never got a call from you.
    There were no more calls than usual last month.
    I have no more questions.
    Can I opt out of the extended warranty?
    I opted for the larger one.
    Take me off speaker, I can hear you.
    Take my order.
    Put me on the list for the appointment.
    Add me to the waiting list.
    Remove the second item from my order.
    Is my number on your list?
    My number has changed.
    Leave me a message.
    Please leave me your number.
    Let me be clear, I want the blue one.
    I don't need the receipt.
    No, I am not interested in the upgrade, but thank you for the call.
    I don't want to be called before nine.
    I'd like to unsubscribe from the newsletter.
    I consent to the recording.
    Could you text me the address?
    Contact me at work, that is best.
    He told me to stop smoking.
    Stop, wait, which date was that?
    I can't call you back from this phone.
    Sorry, I cannot hear you.`),
  French: linesOf(`
    Rappelez-moi plus tard.
    Ne m'appelez pas avant midi.
    Ne m'appelez pas le dimanche.
    Ne m'appelez pas maintenant, je conduis.
    Ne m'appelez pas madame.
    Je ne m'appelle pas Dupont.
    Je m'appelle Ada.
    Il ne m'appelle plus depuis longtemps.
    Vous ne m'appelez jamais à l'heure.
    M'appelez plus tard.
    Appelez-moi demain.
    Je n'ai pas reçu d'appel.
    Il n'y a plus d'appels ce mois-ci ?
    J'ai arrêté de fumer.
    Retirez le deuxième article.
    Mon numéro a changé.
    Laissez-moi un message.
    Laissez-moi réfléchir.
    Mettez-moi sur la liste d'attente.
    Je ne veux plus de sucre.
    Je suis d'accord.
    Je donne mon consentement.`),
  German: linesOf(`
    Rufen Sie mich bitte morgen wieder an.
    Rufen Sie mich nicht vor neun Uhr an.
    Rufen Sie mich jetzt nicht an, ich fahre.
    Rufen Sie mich nicht so spät an.
    Rufen Sie mich nicht heute an, sondern morgen.
    Ich konnte Sie nicht anrufen.
    Ich rufe Sie morgen wieder an.
    Er hat mich nie wieder angerufen.
    Ich habe keine Anrufe bekommen.
    Mich hat niemand angerufen.
    Ich höre Sie nicht mehr.
    Meine Nummer hat sich geändert.
    Löschen Sie bitte den zweiten Termin.
    Streichen Sie das Dessert.
    Setzen Sie mich auf die Warteliste.
    Lassen Sie mich kurz nachdenken.
    Nehmen Sie das von der Rechnung.
    Ich möchte keine Suppe.
    Ich bin einverstanden.
    Wann rufen Sie an?
    Sie können mich gerne wieder anrufen.
    Ich melde mich nicht mehr heute, sondern morgen.`),
  Spanish: linesOf(`
    Llámeme más tarde.
    No me llame más tarde, llámeme mañana.
    No me llame antes de las nueve.
    No me llame ahora, estoy conduciendo.
    No me llame los domingos.
    No me llame señora.
    No me llamo Juan.
    Nadie me llama.
    Espero que no me llame el banco.
    Mi número ha cambiado.
    No quiero el segundo.
    No quiero perder su llamada.
    No recibí ninguna llamada suya.
    Quite el segundo artículo del pedido.
    Póngame en la lista de espera.
    Déjeme un mensaje.
    Déjeme pensarlo.
    Vuelva a llamar mañana.
    No hay problema, llame cuando quiera.
    Quiero darme de baja del gimnasio.
    Doy mi consentimiento.
    ¿Puede hablar más despacio?`),
  Italian: linesOf(`
    Mi chiami più tardi.
    Non mi chiami prima di mezzogiorno.
    Non mi chiami adesso, sto guidando.
    Non mi chiami la domenica.
    Non mi chiami signora.
    Non mi chiamo Mario.
    Non mi chiami mai in orario.
    Perché non mi chiami domani?
    Mi richiami domani.
    Il mio numero è cambiato.
    Nessuna chiamata persa.
    Basta così, grazie.
    Tolga il secondo articolo dall'ordine.
    Mi metta in lista d'attesa.
    Mi lasci un messaggio.
    Mi lasci pensare.
    Non voglio il dessert.
    Sono d'accordo.
    Non ho ricevuto la chiamata.
    Può chiamarmi quando vuole.`),
  Dutch: linesOf(`
    Bel me later.
    Bel me niet voor negen uur.
    Bel me niet nu, ik rijd.
    Bel me niet op zondag.
    Ik bel niet meer met hem.
    Ik kan u niet meer bellen vandaag.
    Je belt me nooit.
    Bel me morgen terug.
    Waarom bel je niet?
    Mijn nummer is veranderd.
    Haal het tweede artikel van de bestelling.
    Zet me op de wachtlijst.
    Laat me even nadenken.
    Laat een bericht achter.
    Ik wil geen suiker meer.
    Ik wil niet wachten.
    Ik geef mijn toestemming.
    Ik heb geen oproep gemist.
    Stop maar, ik weet genoeg.
    Ik ben niet gebeld.`),
  Portuguese: linesOf(`
    Me ligue mais tarde.
    Não me ligue mais tarde, ligue amanhã.
    Não me ligue antes das nove.
    Não me ligue agora, estou dirigindo.
    Não me ligue aos domingos.
    Não me chame de senhora.
    Não ligue para isso.
    Não me chamo João.
    Ninguém me liga.
    Ligue-me amanhã.
    Meu número mudou.
    Nenhuma chamada perdida.
    Tire o segundo item do pedido.
    Me coloque na lista de espera.
    Me deixe um recado.
    Me deixe pensar.
    Não quero sobremesa.
    Não recebi a ligação.
    Concordo com a gravação.
    Pode me ligar quando quiser.`)
} as const
