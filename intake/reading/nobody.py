"""Names in the agent column that mean no one, in the large European languages."""

import re
from collections.abc import Iterable

from core.folding import folded
from intake.reading.cells import NOTHING, CellReader, UnfitCell, text_reader
from intake.reading.profiles import Field, Profile
from intake.reading.reasons import RejectionReason

# Programs. They are no one, even with an e-mail address.
_PROGRAMS = """
    bot, chatbot, chat bot, ai bot, answer bot, answerbot, voicebot, ai agent, ai assistant, virtual agent,
    virtual assistant, digital assistant, system, system user, automation, automations, automated, automatic,
    automated system, automation user, auto responder, autoresponder, auto assign, robot, ivr,
    system bot, zendesk bot, fin ai agent, fin ai,
    automatisch, automatisierung, automatisation, système, automatique, sistema,
    automático, automatización, automazione, automatico, automação, systeem, automatisering,
    automatyzacja, automat, automatycznie, järjestelmä, automaatio, systém, automatika, automatizare, σύστημα, αυτόματο,
    rendszer, automatizálás
"""
# Missing, unknown and deleted people. An address beside such a word says who it was.
_MISSING = """
    unassigned, not assigned, no assigned agent, no agent assigned, no agent, no assignee, without agent, none assigned,
    unallocated, not allocated,
    unknown, unknown agent, unknown user, unknown assignee, unknown employee, unknown teammate, nobody, no one, noone,
    anonymous,
    anonymous agent, not available, not applicable, not known, not set, no owner, unowned, no teammate, no user, no
    name, no data,
    deleted, deleted user, deleted agent, deleted teammate, deleted account, deleted employee, agent deleted, user deleted,
    user removed, removed user, removed agent, removed, deactivated user, deactivated agent, suspended user, inactive
    user, inactive agent,
    former employee, former agent, former user, former teammate, ex employee, ex agent, undefined,
    nicht zugewiesen, nicht zugeordnet, unzugewiesen, kein agent, kein bearbeiter, kein mitarbeiter, ohne bearbeiter,
    niemand,
    unbekannt, unbekannter benutzer, unbekannter agent, gelöscht, gelöschter benutzer, gelöschter nutzer, gelöschter agent,
    gelöschter mitarbeiter, ehemaliger mitarbeiter, ehemalige mitarbeiterin, ehemaliger agent, keine angabe,
    non assigné, non attribué, non affecté, sans agent, aucun, aucun agent, personne, inconnu, utilisateur inconnu,
    agent inconnu, supprimé, utilisateur supprimé, agent supprimé, ancien employé, ancien agent, non renseigné,
    sin asignar, no asignado, sin agente, ninguno, nadie, desconocido, usuario desconocido, agente desconocido, eliminado,
    usuario eliminado, agente eliminado, exempleado, ex empleado, antiguo empleado,
    non assegnato, nessuno, nessun agente, senza agente, sconosciuto, utente sconosciuto, eliminato, utente eliminato,
    agente eliminato, ex dipendente, ex agente,
    não atribuído, sem atribuição, não atribuida, sem agente, nenhum, ninguém, desconhecido, usuário desconhecido, excluído,
    usuário excluído, utilizador eliminado, usuário removido, agente excluído, ex funcionário, ex colaborador,
    niet toegewezen, geen agent, geen medewerker, geen, onbekend, onbekende gebruiker, onbekende medewerker,
    verwijderd, verwijderde gebruiker, verwijderde medewerker, oud medewerker, ex medewerker, voormalig medewerker,
    nieprzypisany, nieprzypisane, nie przypisano, brak, brak agenta, brak konsultanta, nikt, nieznany, nieznany użytkownik,
    usunięty, usunięty użytkownik, były pracownik,
    ej tilldelad, inte tilldelad, otilldelad, ingen, ingen agent, ingen handläggare, okänd, okänd användare, borttagen,
    borttagen användare, tidigare anställd, före detta anställd,
    ikke tildelt, utildelt, ingen medarbejder, ukendt, ukendt bruger, slettet, slettet bruger, tidligere medarbejder,
    ikke tilordnet, ingen tildelt, ukjent, ukjent bruker, slettet bruker, tidligere ansatt,
    ei määritetty, ei osoitettu, ei käsittelijää, ei kukaan, tuntematon, tuntematon käyttäjä, poistettu,
    poistettu käyttäjä, entinen työntekijä,
    nepřiřazeno, nepřidělený, nepřiřazený, bez agenta, nikdo, žádný, neznámý, neznámý uživatel, smazaný, smazaný uživatel,
    odstraněný uživatel, bývalý zaměstnanec,
    neatribuit, nealocat, fără agent, nimeni, niciunul, necunoscut, utilizator necunoscut, șters, utilizator șters,
    fost angajat, fostul angajat,
    χωρίς ανάθεση, μη ανατεθειμένο, κανένας, κανείς, άγνωστος, άγνωστος χρήστης, διαγραμμένος χρήστης, πρώην υπάλληλος,
    nincs hozzárendelve, hozzárendeletlen, nincs ügyintéző, senki, ismeretlen, ismeretlen felhasználó, törölt,
    törölt felhasználó, volt munkatárs, korábbi munkatárs
"""

# Rows with the totals of a report. “Sum” and “Suma” are names too.
_TOTALS = """
    total, totals, grand total, subtotal, sub total, overall total, total general, total général, sous total, gesamt,
    gesamtsumme, gesamtergebnis, zwischensumme, totale, totale generale, totaal, eindtotaal, total geral, razem, ogółem,
    totalt, celkem, yhteensä, σύνολο, összesen, average, overall average, durchschnitt, moyenne, promedio, gemiddelde,
    średnia, genomsnitt
"""


def _split(words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words.split(","))


TOTALS = _split(_TOTALS)
PROGRAMS, MISSING = _split(_PROGRAMS), _split(_MISSING) | {folded(word) for word in NOTHING}
# “Bot (bot@example.org)”: a name and an address.
_WITH_ADDRESS = re.compile(r"([^<(]*?)\s*[(<]\s*([^\s()<>]*@[^\s()<>]*)?\s*[)>]")
# “[Deleted User]”, “Deleted user 4711”, “Former agent #12”: the number says which account it was.
_NUMBERED = re.compile(r"(\D{3,}?)\s*[#(]?\d{1,18}\)?", re.ASCII)


def agent_of(text: str, nobody: Iterable[str] = ()) -> str:
    """The agent in a text, or empty if it means no one. If only the name means no one, the address in it is the agent.

    `nobody` are further names, folded.
    """
    plain = " ".join(text.split())
    match = _WITH_ADDRESS.fullmatch(plain)
    name, address = (match[1], match[2] or "") if match else (plain, "")
    key = folded(name)
    if key in PROGRAMS or key in nobody or folded(plain) in nobody:
        return ""
    if key in MISSING or _is_numbered(name):
        return address
    return plain


def names_of_nobody(names: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(name) for name in names)


def agent_reader(profile: Profile, longest: int) -> CellReader:
    """Reader of agents. Returns an empty text for names that mean no one. Rows with totals are no contacts."""
    nobody = names_of_nobody(profile.nobody)
    plain = text_reader(Field.AGENT, longest)

    def read(text: str) -> str:
        if folded(text) in TOTALS:
            raise UnfitCell(Field.AGENT, text, RejectionReason.TOTAL)
        return agent_of(plain[text], nobody)

    return CellReader(Field.AGENT, RejectionReason.VALUE_TOO_LONG, read)


def _is_numbered(name: str) -> bool:
    match = _NUMBERED.fullmatch(name)
    return match is not None and " " in match[1].strip() and folded(match[1]) in MISSING
