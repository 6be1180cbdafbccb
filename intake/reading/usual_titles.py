"""Usual titles of columns in the large European languages, for a first guess that a person can correct.

English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Finnish, Czech, Romanian,
Greek and Hungarian. Titles are compared as `core.folding.folded`.
"""

import re
from collections.abc import Mapping, Sequence

from core.folding import folded
from intake.reading.date_readings import HUMPS, title_words
from intake.reading.profiles import Field
from intake.reading.question_titles import LONGEST_QUESTION, questions_in
from intake.reading.units import without_unit_in_title
from intake.reading.zones import UnknownZone, without_zone_in_title, zone_in_title

# The order is that of preference: the first title in the file wins.
_WRITTEN: Mapping[Field, str] = {
    Field.EXTERNAL_ID: """
        external id, id, unique id, interaction id, contact id, call id, ticket id, conversation id, ticket, case id,
         ticket number, ticket no, ticket #, case number, conversation number, issue key, chat id, session id, request id,
         response id, respondent id, survey id,
         review id, reference, ticketnummer, ticket nr, ticket-id, vorgangsnummer,
        fallnummer, vorgang, kontakt id, anruf id, numéro de ticket, n° de ticket, n° ticket, numéro du ticket, id ticket,
        identifiant, numéro de dossier, n° de dossier,
        número de ticket, n.º de ticket, id de ticket, id del ticket, número de caso,
        id conversación, numero ticket, numero di ticket, id conversazione, numero pratica, número do ticket, id do ticket,
        número do chamado, chamado, protocolo, protocolo de atendimento, id da conversa, ticketnr, zaaknummer, gespreks id,
        numer zgłoszenia, nr zgłoszenia, id zgłoszenia, zgłoszenie, ärendenummer, ärende id, ärende, sagsnummer, sags id,
        sag, saksnummer, saks id, henvendelsesnummer, tikettinumero, tiketti, tapausnumero, yhteydenoton tunnus,
        číslo tiketu, číslo požadavku, id tiketu, tiket, id tichet, număr tichet, numărul tichetului, tichet,
        αριθμός αιτήματος, κωδικός αιτήματος, αριθμός εισιτηρίου, jegyszám, ügyszám, azonosító, jegyazonosító""",
    Field.AGENT: """
        agent, agent name, which agent, csp, assignee, employee, advisor, representative, teammate, assigned agent, assigned to,
         agent full name, employee name, assignee name, support agent, adviser, operator, handled by, agent username,
         your agent, teammate currently assigned, owner, ticket owner, case owner, owner name,
         conversation owner, record owner, bearbeiter,
        bearbeiterin, bearbeiter/in, bearbeiter:in, bearbeiter*in, mitarbeiter, mitarbeiterin, mitarbeiter:in,
        mitarbeitende, agentin, agentname,
        berater, zugewiesen an, zuständig, sachbearbeiter, kundenberater, conseiller, conseillère, nom de l'agent,
        téléconseiller, assigné à, attribué à, collaborateur, opérateur, agente, asesor, nombre del agente, asignado a,
        operador, empleado, gestor, operatore, nome agente, assegnato a, consulente, addetto, nome do agente, atendente,
        analista, responsável, atribuído a, colaborador, funcionário, medewerker, naam medewerker, behandelaar,
        behandeld door, toegewezen aan, konsultant, pracownik, przypisany do, doradca, handläggare, medarbetare,
        tilldelad, tilldelad till, kundtjänstmedarbetare, medarbejder, sagsbehandler, tildelt, tildelt til, saksbehandler,
        medarbeider, kundebehandler, käsittelijä, asiakaspalvelija, agentti, työntekijä, operátor, řešitel, pracovník,
        přiřazeno, konzultant, operator, agentul, consultant, atribuit, σύμβουλος, εκπρόσωπος, υπάλληλος, χειριστής,
        ανατέθηκε σε, ügyintéző, ügynök, munkatárs, operátor, felelős""",
    Field.AGENT_EMAIL: """
        agent email, agent e-mail, assignee email, employee email, teammate email, agent email address""",
    Field.STARTED: """
        started, started at, date, datetime, created at, interaction date, timestamp, call date, issue reported at,
        created, createdat, created date, startdate, opened, creation date, date created, contact date,
        conversation date, date time, date & time, start date,
        opened at,
        conversation started at, call time stamp, survey date, survey day, day, erstellt am, erstellt, datum,
        zeitstempel, erstellungsdatum,
        datum und uhrzeit, anrufdatum, kontaktdatum, eingang, eröffnet am, date de création, créé le, date du contact,
        date et heure, date de l'appel, horodatage, fecha, fecha de creación, creado el, fecha y hora, creado,
        fecha de contacto, data, data di creazione, creato il, data e ora, data creazione, data contatto, data de
        criação, criado em, data e hora,
        data do contato, data do atendimento, aangemaakt op, aanmaakdatum, aangemaakt, datum en tijd, contactdatum,
        data utworzenia, utworzono, data i godzina, data kontaktu, skapad, skapat, skapades, datum och tid, skapad datum,
        oprettet, dato, oprettelsesdato, oprettet den, dato og tid, opprettet, opprettet dato, dato og klokkeslett, luotu,
        päivämäärä, päivä, luontipäivä, aika, vytvořeno, datum vytvoření, datum a čas, creat la, data creării,
        data și ora, ημερομηνία, ημερομηνία δημιουργίας, δημιουργήθηκε, létrehozva, dátum, létrehozás dátuma, időpont""",
    Field.STARTED_TIME: """
        time, start time, started time, call time, uhrzeit, zeit, heure, hora, ora, tijd, godzina, tid, tidspunkt,
        klockslag, klokkeslett, kellonaika, čas, ώρα, idő""",
    Field.CHANNEL: """
        channel, channel name, medium, type, media type, call type,
        contact channel, source channel, kanal, kontaktkanal, kontaktweg, canal,
        canal de contact, canal de contacto, canale, canale di contatto, canal de atendimento, kanaal, contactkanaal,
        kanał, kanał kontaktu, kanava, yhteydenottokanava, kanál, canal de comunicare, κανάλι, csatorna""",
    Field.TOPIC: """
        topic, category, subject, reason, queue, contact reason, ticket category, issue type, thema, kategorie, betreff,
        anliegen, grund, kontaktgrund, warteschlange, sujet, catégorie, objet, motif, file d'attente, tema, categoría,
        asunto, motivo, cola, argomento, categoria, oggetto, coda, assunto, fila, onderwerp, categorie, reden, wachtrij,
        temat, kategoria, powód, kolejka, ämne, kategori, ärendetyp, kö, emne, årsag, kø, årsak, aihe, luokka, syy, jono,
        téma, předmět, důvod, fronta, subiect, motiv, coadă, θέμα, κατηγορία, αιτία, ουρά, tárgy, kategória, ok""",
    Field.LANGUAGE: """
        language, lang, locale, sprache, langue, idioma, lingua, taal, język, språk, sprog, kieli, jazyk, limba, limbă,
        γλώσσα, nyelv""",
    Field.RATING: """
        rating, csat, score, satisfaction, satisfaction rating, csat rating, csat score, customer rating, customer
        satisfaction, overall satisfaction, overall customer satisfaction, overall csat, osat, rating score,
        satisfaction score, survey rating, survey score, customer satisfaction score, customer satisfaction rating, stars,
        star rating, conversation rating, ticket rating,
        review rating, review stars, chat rating, rate, rating value, bewertung, kundenbewertung, zufriedenheit,
        kundenzufriedenheit, note, sterne, csat wert, punktzahl, évaluation, note de satisfaction, satisfaction client,
        appréciation, score de satisfaction, étoiles, valoración, calificación, puntuación, satisfacción,
        satisfacción del cliente, evaluación, puntaje, estrellas, valutazione, soddisfazione, soddisfazione cliente,
        soddisfazione del cliente, punteggio, voto, stelle, avaliação, nota, satisfação, satisfação do cliente, pontuação,
        classificação, estrelas, beoordeling, klanttevredenheid, tevredenheid, waardering, cijfer, sterren, ocena,
        ocena klienta, satysfakcja, zadowolenie, zadowolenie klienta, poziom satysfakcji, gwiazdki, betyg, omdöme,
        kundnöjdhet, nöjdhet, stjärnor, bedømmelse, vurdering, tilfredshed, kundetilfredshed, stjerner, kundetilfredshet,
        tilfredshet, arvio, arvosana, arvostelu, asiakastyytyväisyys, tyytyväisyys, tähdet, hodnocení, spokojenost,
        spokojenost zákazníka, známka, hvězdičky, evaluare, notă, satisfacție, satisfacția clientului, calificativ,
        rating client,
        βαθμολογία, αξιολόγηση, ικανοποίηση, ικανοποίηση πελάτη, értékelés, elégedettség, ügyfél elégedettség, pontszám,
        csillagok, nps, nps score, net promoter score, ces, ces score, customer effort score""",
    Field.FIRST_RESPONSE: "first response at, first responded at, issue responded, first reply at",
    Field.ENDED: """
        ended, ended at, closed at, end time, completed at, resolved at, geschlossen am, beendet am, fermé le, clôturé le,
        cerrado el, chiuso il, fechado em, gesloten op, zamknięto, stängd, lukket, suljettu, uzavřeno, închis la,
        lezárva""",
    Field.RESPONDED: """
        responded, responded at, rated at, rated time, answered at,
        survey responded time, survey response date, response date, rating date, survey
        responded at,
        bewertet am, antwortdatum, beantwortet am, noté le, répondu le, date de réponse, valorado el, fecha de respuesta,
        respondido el, valutato il, data risposta, avaliado em, respondido em, data da resposta, data da avaliação,
        beantwoord op, beoordeeld op, data odpowiedzi, data oceny, besvarad, svarsdatum, besvaret, svardato, besvart,
        vastattu, arvioitu, zodpovězeno, datum hodnocení, evaluat la, απαντήθηκε, értékelve""",
    Field.SURVEY_SENT: """
        survey sent, survey sent at, sent at, survey sent date, umfrage gesendet, umfrage gesendet am, enquête envoyée le,
        encuesta enviada, sondaggio inviato, pesquisa enviada em, enquête verzonden""",
    Field.COMMENT: """
        comment, feedback, remark, customer remarks, customer comment, feedback comment, comments, remarks, survey comment,
        satisfaction comment, rating comment, customer feedback,
        review text, review content, kommentar, kommentare, bemerkung, anmerkung, freitext,
        rückmeldung,
        commentaire, commentaires, remarque, avis, commentaire client, verbatim, comentario, comentarios, observaciones,
        opinión, commento, commenti, osservazioni, note cliente, comentário, comentários, observação, observações,
        opmerking, opmerkingen, toelichting, reactie, komentarz, komentarze, uwagi, opinia, kommentarer, kommentti,
        kommentit, palaute, komentář, komentáře, poznámka, zpětná vazba, comentariu, comentarii, observații, σχόλιο,
        σχόλια, megjegyzés, vélemény, hozzászólás""",
    Field.RESOLVED: """
        resolved, is resolved, solved, status, ticket status, conversation status, case status, statut,
        estado, stato, gelöst, erledigt, résolu, resuelto, risolto, resolvido, opgelost, rozwiązane, löst, løst,
        ratkaistu, vyřešeno, rezolvat, επιλύθηκε, megoldva""",
    Field.FIRST_CONTACT: """
        fcr, first contact resolution, resolved on first contact, first call resolution, erstlösung,
        résolu au premier contact, resuelto en el primer contacto, risolto al primo contatto,
        resolvido no primeiro contato, opgelost bij eerste contact""",
    Field.RESPONSE_TIME: """
        response seconds, response time, first response, first response time, first reply, first reply time,
        time to first response, reply time, speed of answer, speed of answer in seconds, wait time, waiting time, wartezeit,
        antwortzeit, reaktionszeit, temps de réponse, temps d'attente, tiempo de respuesta, tiempo de espera,
        tempo di risposta, tempo di attesa, reactietijd, wachttijd, tempo de resposta, tempo de espera""",
    Field.HANDLE_TIME: """
        handle seconds, handle time, average handle time, aht, connected handling time, talk time, duration, handling time,
        bearbeitungszeit, gesprächsdauer, dauer, durée, durée d'appel, temps de traitement, duración, tiempo de gestión,
        durata, gespreksduur, duur, duração""",
    Field.RECORDING: "recording, recording url, recording link",
    Field.TRANSCRIPT: "transcript, conversation transcript, transcription",
}  # fmt: skip

USUAL_TITLES: Mapping[Field, tuple[str, ...]] = {
    column: tuple(dict.fromkeys(folded(title) for title in titles.split(","))) for column, titles in _WRITTEN.items()
}

# Titles whose letters tell the code page of a file.
ACCENTED_TITLES = frozenset(
    spelled for titles in _WRITTEN.values() for title in titles.split(",") if not (spelled := " ".join(title.split())).isascii()
)

# Questions as titles, folded. Satisfaction comes before recommendation, because agents are measured by it.
_SATISFIED = re.compile(
    r".*\b(?:how (?:satisfied|happy)|satisfied (?:were|are) you|rate (?:your|the|our|this)|how would you rate|"
    r"(?:csat|satisfaction)(?: \w+){0,2} (?:score|rating)|(?:satisfaction|csat|rating|stars?)(?: score)? \d{1,3} \d{1,3}|"
    r"wie zufrieden|wie bewerten|satisfait\w*|que tan satisfech\w*|(?:cuan|como de) satisfech\w*|"
    r"satisfech[oa]s? (?:esta|quedo)|"
    r"quanto (?:e|sei) soddisfatt\w*|soddisfatt\w*|quao satisfeit\w*|satisfeit\w*|hoe tevreden|jak bardzo zadowol\w*|"
    r"zadowolon\w* jest\w*|hur nojd\w*|hvor tilfreds|hvor fornoyd|kuinka tyytyvainen|miten tyytyvainen|"
    r"jak (?:jste )?spokojen\w*|jak bardzo .{1,30}zadowol\w*|zufrieden (?:sind|waren) sie|sind sie .{0,30}zufrieden|"
    r"wie (?:beurteilen|zufrieden)|comment (?:evalu\w*|notez|jugez)|como (?:valora\w*|califica\w*|evalua\w*|avalia\w*|"
    r"voce avalia\w*)|"
    r"come (?:valut\w*|giudic\w*)|hoe (?:beoordeel\w*|waardeer\w*)|jak (?:ocenia\w*|hodnotite)|hur bedomer|hvordan vurderer|"
    r"miten arvioi\w*|cum (?:evalu\w*|apreci\w*)|πωσ (?:αξιολογ\w*|βαθμολογ\w*)|(?:hogyan|milyennek) ertekel\w*|"
    r"cat de (?:multumit|satisfacut)\w*|ποσο ικανοποιημεν\w*|mennyire elegedett)\b.*"
)
_RECOMMENDED = re.compile(
    r".*\b(?:nps|net promoter|recommend\w*|weiterempfehl\w*|weiter empfehlen|empfehl\w*|recommand\w*|recomend\w*|recomand\w*|"
    r"raccomand\w*|consigli\w*|aanbevel\w*|aanraden|polec\w*|rekommender\w*|anbefal\w*|suositel\w*|suosittel\w*|doporuc\w*|"
    r"συστησ\w*|συνιστ\w*|ajanl\w*)\b.*"
)
_EFFORT = re.compile(
    r".*\b(?:ces|effort|how easy|easy (?:was|to)|made it easy|aufwand|muhe|wie (?:einfach|leicht)|facile|facilite|esfuerzo|"
    r"(?:que tan|como de) facil|sforzo|quanto (?:e )?stato facile|esforco|quao facil|moeite|hoe (?:makkelijk|gemakkelijk)|"
    r"wysil\w*|jak latwo|anstrangning|hur (?:latt|enkelt)|indsats|innsats|hvor (?:nemt|let|enkelt)|vaivannako|"
    r"kuinka helppo\w*|usili|jak snadn\w*|efort\w*|cat de usor|προσπαθει\w*|ποσο ευκολο|erofeszites|"
    r"mennyire (?:konnyu|egyszeru))\b.*"
)
# Columns beside a question, not its rating: “…: Other (please specify)”, “NPS group”.
_BESIDE = re.compile(
    r".*\b(?:please specify|other|why|comments?(?! (?:evalu|notez|jugez))|reason|group|category|details|text)\b.*"
)
_AVERAGED = re.compile(
    r".*\b(?:avg|average|averages|mean|median|sum|total|totals|durchschnitt\w*|mittelwert|summe|moyenne|somme|promedio|"
    r"(?<!social )media|"
    r"suma|somma|totale|gemiddeld\w*|srednia|genomsnitt\w*|snitt|gennemsnit\w*|gjennomsnitt\w*|keskiarvo|summa|"
    r"prumer\w*|soucet|medie|μεσοσ|μεσο|atlag\w*|osszeg)\b.*"
)
# Containers of a record's fields, as in “attributes.csat” and “Custom field (CSAT)”.
_CONTAINERS = re.compile(r"^(?:(?:attributes|properties|fields|custom_fields)\.|custom field (?=\())", re.IGNORECASE)
# The ID of a customer, in records where “contact” is one.
_CUSTOMER = re.compile(r"(?:.*\.)?contact\.id", re.IGNORECASE)
# Types of records have the title of a channel too.
_TYPES = ("type", "medium", "call type")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$|\s*/\s*\d{1,3}\s*$")
# “Satisfaction (1-5)”, “Score 0 to 10”, “Rating /5”, “out of 10”.
_ENDS = re.compile(r"(?<![\w.])([01])\s{0,2}(?:-|–|—|\.\.|to|bis|à|al?|do|tot|till?)\s{0,2}(\d{1,3})(?![\d.])", re.IGNORECASE)
_OUT_OF = re.compile(r"(?:/|out of|von|sur|op|su)\s{0,2}(5|7|10|100)(?!\d)", re.IGNORECASE)


def guessed_columns(header: Sequence[str]) -> dict[Field, str]:
    """Columns with usual titles. Averages and sums are never the rating."""
    header = [title for title in header if len(title) <= LONGEST_QUESTION]
    titles_first = [title for title in reversed(header) if title and not _CUSTOMER.fullmatch(title)]
    # “contactId” and “attributes.contactId” are “contact id”, and “Created (UTC)” is “Created”.
    by_title = {folded(HUMPS.sub(" ", _CONTAINERS.sub("", title))): title for title in titles_first}
    by_title |= {folded(_ASIDE.sub("", title)): title for title in titles_first}
    by_title |= {folded(without_unit_in_title(without_zone_in_title(title))): title for title in titles_first}
    by_title |= {folded(title): title for title in titles_first}
    single = {key: title for key, title in by_title.items() if not is_averaged(title)}
    guesses: dict[Field, str] = {}
    for column, titles in USUAL_TITLES.items():
        known = single if column == Field.RATING else by_title
        found = next((known[title] for title in titles if title in known), None)
        if column == Field.STARTED:
            # “datetime (UTC)” leaves no doubt; “date” beside it is in a zone that no one states.
            found = next(
                (title for title in header if folded(without_zone_in_title(title)) in titles and _states_zone(title)), found
            )
        if column == Field.RATING and (found is None or guessed_instrument(found) != "csat"):
            found = _question([title for title in header if title and not is_averaged(title)]) or found
        if found is not None and found not in guesses.values():
            guesses[column] = found
    for column, title in questions_in([title for title in header if title not in guesses.values()]).items():
        guesses.setdefault(column, title)
    return guesses


def is_type(title: str) -> bool:
    """True for a title that types of records have as often as channels."""
    return folded(title) in _TYPES


def _states_zone(title: str) -> bool:
    try:
        return bool(zone_in_title(title)) and "survey" not in title_words(title)
    except UnknownZone:
        return False


def guessed_instrument(title: str) -> str:
    """The survey type that a rating's title names. CSAT if it names none."""
    key = folded(title)
    if _SATISFIED.fullmatch(key):
        return "csat"
    if _RECOMMENDED.fullmatch(key):
        return "nps"
    return "ces" if _EFFORT.fullmatch(key) else "csat"


def is_averaged(title: str) -> bool:
    """True if the title says that the column has averages or sums."""
    return "ø" in title.casefold().split() or "∅" in title or _AVERAGED.fullmatch(folded(title)) is not None


def ends_in(title: str) -> tuple[float, float] | None:
    """Lowest and highest rating that the title states, such as “Satisfaction (1-5)”."""
    if found := _ENDS.search(title):
        lowest, highest = float(found[1]), float(found[2])
        return (lowest, highest) if lowest < highest else None
    found = _OUT_OF.search(title)
    return (1, float(found[1])) if found else None


def _question(titles: Sequence[str]) -> str | None:
    """The first title that is a question about satisfaction, or else about recommending or effort."""
    keys = {title: key for title in titles if not _BESIDE.fullmatch(key := folded(title))}
    for pattern in (_SATISFIED, _RECOMMENDED, _EFFORT):
        if found := next((title for title, key in keys.items() if pattern.fullmatch(key)), None):
            return found
    return None
