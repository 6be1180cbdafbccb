"""Words in files about people, in large languages of Europe: column titles, channels, kinds of absence, states of requests."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from intake.reading.cells import CHANNELS


class StaffField(StrEnum):
    """Possible meaning of a column in a file about people."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    TEAM = "team"
    SITE = "site"
    SHIFT = "shift"
    WORK_STARTS = "work_starts"
    WORK_ENDS = "work_ends"
    HOURS = "hours"
    LANGUAGES = "languages"
    CHANNELS = "channels"
    ZONE = "zone"
    JOINED = "joined"
    LAST_DAY = "last_day"
    FIRST_ON = "first_on"
    LAST_ON = "last_on"
    ABSENCE = "absence"
    STATUS = "status"
    AMOUNT = "amount"


PERSON = (StaffField.NAME, StaffField.FIRST_NAME, StaffField.LAST_NAME, StaffField.EMAIL)
OF_STAFF = (
    *PERSON, StaffField.TEAM, StaffField.SITE, StaffField.SHIFT, StaffField.WORK_STARTS, StaffField.WORK_ENDS, StaffField.HOURS,
    StaffField.LANGUAGES, StaffField.CHANNELS, StaffField.ZONE, StaffField.JOINED, StaffField.LAST_DAY,
)  # fmt: skip
OF_LEAVE = (*PERSON, StaffField.FIRST_ON, StaffField.LAST_ON, StaffField.ABSENCE, StaffField.STATUS, StaffField.AMOUNT)

TITLES: Mapping[StaffField, str] = {
    StaffField.NAME: """name, full name, employee, employee name, agent, agent name, display name, person, staff member, member,
        advisor, csp, mitarbeiter, mitarbeitende, mitarbeiterin, vollstandiger name, mitarbeitername, nom complet, employe,
        collaborateur, salarie, nombre completo, empleado, nome completo, dipendente, nominativo, medewerker, naam,
        volledige naam, colaborador, funcionario""",
    StaffField.FIRST_NAME: "first name, given name, forename, firstname, vorname, prenom, nombre, nome, voornaam",
    StaffField.LAST_NAME: """last name, surname, family name, lastname, nachname, familienname, nom, nom de famille, apellidos,
        apellido, cognome, achternaam, sobrenome, apelido""",
    StaffField.EMAIL: """email, e mail, mail, email address, e mail address, work email, business email, login, user name email,
        dienstliche e mail, e mail adresse, emailadresse, adresse e mail, courriel, correo, correo electronico,
        posta elettronica, e mailadres""",
    StaffField.TEAM: """team, teams, group, groups, team name, squad, department, gruppe, gruppen, abteilung, equipe, equipes,
        groupe, service, equipo, equipos, departamento, squadra, reparto, gruppo, ploeg, afdeling""",
    StaffField.SITE: """site, location, office, standort, niederlassung, lieu, lieu de travail, sede, ubicacion, centro,
        ufficio, vestiging, locatie, local""",
    StaffField.SHIFT: "shift, shift name, shift pattern, schicht, schichtmodell, poste, turno, ploegendienst, dienst",
    StaffField.WORK_STARTS: """work starts, work starts at, working from, shift start, shift starts, start time, arbeitsbeginn,
        beginn arbeitszeit, schichtbeginn, heure de debut, hora de inicio, ora inizio, begintijd""",
    StaffField.WORK_ENDS: """work ends, work ends at, working until, shift end, shift ends, end time, arbeitsende,
        ende arbeitszeit, schichtende, heure de fin, hora de fin, ora fine, eindtijd""",
    StaffField.HOURS: """contract hours, hours, weekly hours, hours per week, hours week, contracted hours, working hours, fte,
        contract hours per week, wochenstunden, stunden pro woche, vertragsstunden, arbeitszeit, stunden, pensum,
        beschaftigungsgrad, heures, heures par semaine, heures hebdomadaires, horas, horas semanales, horas por semana,
        ore, ore settimanali, uren, uren per week, contracturen, contracted fte""",
    StaffField.LANGUAGES: """language, languages, language skills, spoken languages, sprache, sprachen, sprachkenntnisse,
        langue, langues, idioma, idiomas, lingua, lingue, taal, talen""",
    StaffField.CHANNELS: """channel, channels, skills, media, kanal, kanale, canal, canaux, canales, canale, canali, kanalen,
        canais""",
    StaffField.ZONE: "time zone, timezone, tz, zeitzone, fuseau horaire, zona horaria, fuso orario, tijdzone, fuso horario",
    StaffField.JOINED: """joined, joined on, first day, first day at work, hire date, hired, start date, date of joining,
        joining date, employed since, eintritt, eintrittsdatum, beginn, startdatum, date d entree, date d embauche,
        fecha de alta, fecha de ingreso, data di assunzione, data assunzione, datum in dienst, data de admissao""",
    StaffField.LAST_DAY: """left, left on, last day, last day at work, leaving date, end date, exit date, termination date,
        last working day, austritt, austrittsdatum, letzter arbeitstag, enddatum, date de sortie, date de depart,
        fecha de baja, data di cessazione, datum uit dienst, data de saida""",
    StaffField.FIRST_ON: """from, first day, first day away, start, start date, starts on, leave start, leave from, absent from,
        date from, date, von, ab, beginn, erster tag, startdatum, du, debut, date de debut, desde, inicio, fecha de inicio,
        fecha inicio, dal, inizio, data inizio, van, begin, begindatum, data de inicio""",
    StaffField.LAST_ON: """to, until, till, last day, last day away, end, end date, ends on, leave end, leave to, absent until,
        date to, bis, ende, letzter tag, enddatum, au, fin, date de fin, hasta, fecha de fin, fecha fin, al, fine, data fine,
        tot, tot en met, t m, einde, einddatum, ate, fim, data de fim""",
    StaffField.ABSENCE: """leave type, type of leave, absence, absence type, type of absence, leave, reason, type, kind,
        abwesenheit, abwesenheitsart, art der abwesenheit, urlaubsart, fehlgrund, type d absence, type de conge, absences,
        motif, tipo de ausencia, ausencia, motivo, tipo di assenza, assenza, verlofsoort, soort verlof, afwezigheid,
        tipo de licenca""",
    StaffField.STATUS: "status, state, approval, approval status, request status, genehmigung, statut, etat, estado, stato",
    StaffField.AMOUNT: """days, duration, number of days, amount, day part, part of day, half day, hours, tage, dauer,
        anzahl tage, halber tag, tagesanteil, jours, duree, demi journee, dias, duracion, giorni, durata, dagen, duur""",
}

_LEAVE = """vacation, holiday, holidays, annual leave, leave, pto, paid time off, time off, day off, off, out of office, ooo,
    away, absent, absence, sick, sickness, sick leave, illness, parental leave, maternity leave, paternity leave, unpaid leave,
    special leave, compassionate leave, study leave, public holiday, urlaub, jahresurlaub, sonderurlaub, bildungsurlaub, krank,
    krankheit, krankmeldung, elternzeit, mutterschutz, abwesend, abwesenheit, frei, feiertag, gleittag, conge, conges,
    conge paye, conges payes, maladie, absent e, rtt, ferie, vacances, arret maladie, vacaciones, baja, baja medica, permiso,
    ausente, festivo, ferias, malattia, permesso, assente, vakantie, verlof, ziek, ziekte, afwezig, vrij, licenca, doente,
    folga"""
_WORK = """shift, early shift, late shift, night shift, day shift, on duty, duty, work, working, on call, schicht, fruhschicht,
    spatschicht, nachtschicht, tagschicht, dienst, fruhdienst, spatdienst, nachtdienst, bereitschaft, arbeit, poste, equipe,
    travail, matin, soir, nuit, turno, turno de manana, turno de noche, turno de tarde, trabajo, lavoro, ploegendienst, werk,
    ochtenddienst, avonddienst, early, late, night, fruh, spat, nacht, standby"""
_TAKEN = """approved, accepted, confirmed, booked, taken, granted, planned, scheduled, yes, ok, genehmigt, bestatigt, bewilligt,
    approuve, valide, accepte, aprobado, aprobada, aceptado, approvato, confermato, goedgekeurd, akkoord, aprovado"""
_NOT_TAKEN = """rejected, declined, denied, refused, cancelled, canceled, withdrawn, deleted, abgelehnt, storniert,
    zuruckgezogen, refuse, annule, rechazado, rechazada, cancelado, cancelada, rifiutato, annullato, afgewezen, geannuleerd,
    ingetrokken, recusado"""
_PARTS = """half, half day, am, pm, morning, afternoon, halb, halber tag, halbtag, halbtags, vormittag, nachmittag,
    demi journee, matin, apres midi, medio dia, manana, tarde, mezza giornata, mattina, pomeriggio, halve dag, ochtend,
    middag"""
_PHONE = """phone, phones, telephone, tel, call, calls, voice, telefon, anruf, anrufe, hotline, appels, telefono, llamadas,
    telefonate, telefoon, bellen, telefone, chamadas"""
_CHAT = "chat, live chat, livechat, web chat, messaging, messenger, im"
_EMAIL = "email, e mail, emails, mail, mails, correo, courriel, post, written, schriftlich"
_SOCIAL = "social, social media, soziale medien, reseaux sociaux, redes sociales, facebook, twitter, instagram"


def plain(text: str) -> str:
    """Text without differences in case, accents, signs, and parts in brackets."""
    bare = re.sub(r"\([^)]*\)", " ", text)
    letters = unicodedata.normalize("NFKD", bare.casefold())
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", kept).split())


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in text.split(","))


TITLE_WORDS = {column: _words(titles) for column, titles in TITLES.items()}
LEAVE_WORDS, WORK_WORDS, PART_WORDS = _words(_LEAVE), _words(_WORK), _words(_PARTS)
STATUS_WORDS = {**dict.fromkeys(_words(_TAKEN), "take"), **dict.fromkeys(_words(_NOT_TAKEN), "skip")}
CHANNEL_WORDS: Mapping[str, str] = {
    **{plain(word): channel for word, channel in CHANNELS.items()},
    **dict.fromkeys(_words(_PHONE), "phone"),
    **dict.fromkeys(_words(_CHAT), "chat"),
    **dict.fromkeys(_words(_EMAIL), "email"),
    **dict.fromkeys(_words(_SOCIAL), "social"),
}


def meaning_of(text: str) -> str:
    """`leave`, `work`, or empty if the words say neither or both."""
    words = f" {plain(text)} "
    is_leave = any(f" {word} " in words for word in LEAVE_WORDS)
    is_work = any(f" {word} " in words for word in WORK_WORDS)
    return "" if is_leave == is_work else "leave" if is_leave else "work"
