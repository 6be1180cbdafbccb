"""Words that mean yes or no, and states of a contact that mean resolved or not, in the large European languages."""

YES = {
    "y", "yes", "true", "t", "1", "1.0", "x", "✓", "ja", "j", "oui", "o", "sí", "si", "sì", "s", "sim", "tak", "kyllä", "wahr",
    "vrai", "verdadero", "vero", "waar", "verdadeiro",
    "resolved", "fully resolved", "solved", "closed", "done", "completed", "complete", "finished", "fixed", "archived",
    "gelöst", "erledigt", "geschlossen", "abgeschlossen", "beendet", "fertig", "behoben",
    "résolu", "résolue", "fermé", "fermée", "clos", "close", "clôturé", "terminé", "terminée", "traité",
    "resuelto", "resuelta", "solucionado", "cerrado", "cerrada", "completado", "terminado", "finalizado",
    "risolto", "risolta", "chiuso", "chiusa", "completato",
    "opgelost", "gesloten", "afgesloten", "afgerond", "afgehandeld", "voltooid", "klaar",
    "resolvido", "resolvida", "fechado", "fechada", "encerrado", "concluído", "concluída",
    "rozwiązane", "rozwiązany", "zamknięte", "zamknięty", "zakończone",
    "löst", "stängd", "stängt", "løst", "lukket", "afsluttet", "avsluttet", "avslutad",
}  # fmt: skip
NO = {
    "n", "no", "false", "f", "0", "0.0", "nein", "non", "nee", "não", "nie", "nej", "nei", "falsch", "faux", "falso", "onwaar",
    "unresolved", "not resolved", "unsolved", "not solved", "open", "opened", "new", "in progress", "in-progress",
    "in_progress", "inprogress", "pending", "on hold", "on-hold", "hold", "waiting", "waiting on customer",
    "waiting for customer", "waiting on third party", "awaiting reply", "reopened", "re-opened",
    "active", "assigned", "to do", "todo", "escalated",
    "ungelöst", "nicht gelöst", "offen", "neu", "in bearbeitung", "ausstehend", "wartend", "angehalten", "wiedereröffnet",
    "non résolu", "non résolue", "ouvert", "ouverte", "nouveau", "en cours", "en attente", "en suspens",
    "no resuelto", "sin resolver", "abierto", "abierta", "nuevo", "en curso", "en progreso", "en proceso", "pendiente",
    "en espera",
    "non risolto", "irrisolto", "aperto", "aperta", "nuovo", "in corso", "in lavorazione", "in attesa", "in sospeso",
    "niet opgelost", "onopgelost", "nieuw", "in behandeling", "in afwachting", "wachtend", "lopend", "heropend",
    "não resolvido", "aberto", "aberta", "novo", "em andamento", "em progresso", "pendente", "em espera",
    "nierozwiązane", "otwarte", "otwarty", "nowe", "nowy", "w toku", "oczekujące",
    "olöst", "öppen", "pågående", "väntar", "uløst", "åben", "åpen", "i gang", "afventer",
}  # fmt: skip
