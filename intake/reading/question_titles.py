"""Questions of a survey as titles of columns, in the large European languages.

Who helped is what customers typed, and no identity, so it is never guessed. Titles are compared as `core.folding.folded`.
"""

import re
from collections.abc import Mapping, Sequence

from core.folding import folded
from intake.reading.profiles import Field

# A longer text is no title, and would take long to compare.
LONGEST_QUESTION = 500
_WHO = (
    r"(?:who|whom|wer|wen|mit wem|von wem|qui|quien|con quien|chi|con chi|da chi|quem|com quem|por quem|"
    r"wie (?:heeft|hebt|hielp)|met wie|door wie|kto|z kim|vem|av vem|med vem|hvem|af hvem|"
    r"med hvem|av hvem|kuka|kenen kanssa|kdo|s kym|cine|cu cine|ποιοσ|ποια|με ποιον|ki|kivel)"
)
_HELPED = (
    r"(?:help\w*|assist\w*|serv\w*|support\w*|advis\w*|speak|spoke|talk\w*|deal\w*|handled|chat\w*|geholfen|betreut\w*|beraten|"
    r"bedient|gesprochen|unterstutzt|bearbeitet|aide\w*|assiste\w*|servi\w*|conseille\w*|parle\w*|accueilli\w*|occupe\w*|"
    r"ayudo|ayudado|atendio|atendido|hablo|hablado|asistio|aiutat\w*|assistit\w*|servit\w*|parlat\w*|seguit\w*|ajudou|"
    r"atendeu|atendid\w*|falou|geholpen|gesproken|bijgestaan|hielp|pomogl?\w*|pomagal\w*|obsluzyl\w*|obslugiwal\w*|"
    r"rozmawial\w*|hjalpte|hjalp\w*|betjen\w*|snakke\w*|talte|pratade|talade|bistod|hjelp\w*|auttoi|palveli|puhuit\w*|"
    r"pomohl\w*|obslouzil\w*|mluvil\w*|jednal\w*|ajutat|asistat|servit|vorbit|βοηθησε|εξυπηρετησε|μιλησατε|segit\w*|"
    r"beszelt\w*|szolgalt\w*)"
)
_NAME = r"(?:name|nom|nombre|nome|naam|imie|namn|navn|nimi|jmeno|numele?|ονομα|neve?)"
_WHO_DID = (
    r"(?:who|helped|served|spoke|geholfen|betreut|aide|ayudo|atendio|aiutato|ajudou|atendeu|geholpen|"
    r"pomogl\w*|hjalpte|auttoi|pomohl|ajutat|βοηθησε|segitett)"
)
# Searched one after the other, because a single pattern would try each “who” with each later word.
_WHO_HELPED = (re.compile(rf"\b{_WHO}\b"), re.compile(rf"\b{_HELPED}\b"))
_NAME_OF_WHO = (re.compile(rf"\b{_NAME}\b"), re.compile(rf"\b{_WHO_DID}\b"))

_QUESTIONS: Mapping[Field, re.Pattern[str]] = {
    Field.STARTED: re.compile(
        r"(?:.*\b)?(?:when (?:did|was|were|have)|(?:on )?(?:what|which) (?:date|day)|date of (?:your|the)|wann (?:haben|"
        r"hatten|war)|"
        r"an welchem (?:tag|datum)|quand (?:avez|nous|etait|a eu)|a quelle date|quel jour|cuando (?:se|nos|contacto|fue)|"
        r"en que fecha|que dia|quando (?:ci|ha|hai|e|nos|voce|entrou|foi|contactou)|in che data|in quale data|em que data|"
        r"wanneer (?:heeft|had|was|nam)|op welke (?:datum|dag)|kiedy|ktorego dnia|nar (?:kontaktade|var|hade)|vilken dag|"
        r"hvornar|hvilken dato|nar (?:kontaktet|var|tok)|milloin|mina paivana|kdy|ktery den|cand (?:ati|ne|a)|la ce data|"
        r"ποτε|ποια ημερομηνια|mikor|melyik napon)\b.*"
    ),
    Field.CHANNEL: re.compile(
        r"(?:how did you (?:contact|reach)|(?:which|what|through which) channel|wie haben sie uns (?:kontaktiert|erreicht)|"
        r"uber welchen kanal|comment nous avez vous (?:contacte\w*|joint\w*)|par quel canal|como (?:nos contacto|"
        r"se puso en contacto|"
        r"nos contactou|entrou em contato)|por (?:que|qual) canal|come ci ha contattat\w*|(?:tramite|con) quale canale|"
        r"hoe heeft u contact|via welk kanaal|jak sie (?:z nami )?skontaktowal\w*|hur kontaktade du|hvordan kontaktede du|"
        r"hvordan kontaktet du|miten otit yhteytta|jak jste nas kontaktoval\w*|cum ne ati contactat|πως επικοινωνησατε|"
        r"hogyan lepett kapcsolatba)\b.*"
    ),
    Field.RESOLVED: re.compile(
        r"(?:.*\b)?(?:was your (?:issue|problem|question|request|case) (?:resolved|solved|answered)|did we (?:resolve|"
        r"solve|answer)|"
        r"konnten wir ihr (?:anliegen|problem)|wurde ihr (?:anliegen|problem)|(?:avons nous|a t il ete|votre (?:probleme|"
        r"demande)"
        r").*\bresolu\w*|se resolvio su|hemos resuelto|il (?:suo|tuo) problema e stato risolto|"
        r"(?:o )?seu problema foi resolvido|"
        r"is uw (?:probleem|vraag) (?:opgelost|beantwoord)|czy (?:panstwa )?problem zostal|loste vi|blev dit problem lost|"
        r"ble problemet ditt lost|ratkesiko|byl vas problem vyresen|problema dumneavoastra a fost rezolvata|λυθηκε|"
        r"megoldodott)\b.*"
    ),
    Field.COMMENT: re.compile(
        r"(?:.*\b)?(?:(?:any|other|further|additional|more) (?:comments?|feedback|remarks?|suggestions?)|anything (?:else|"
        r"more)|"
        r"(?:what|how) (?:could|can|should) we (?:do|improve|have)|tell us (?:more|why)|why did you (?:give|choose)|"
        r"was (?:konnen|konnten) wir (?:besser|verbessern)|mochten sie uns (?:noch )?etwas|(?:weitere|sonstige) (?:anmerkungen|"
        r"kommentare)|que (?:pouvons|pourrions) nous ameliorer|(?:autres|d autres) (?:commentaires|remarques)|"
        r"que podemos mejorar|"
        r"(?:algun|otros) comentarios?|cosa (?:possiamo|potremmo) migliorare|(?:altri|ulteriori) commenti|"
        r"(?:o )?que podemos melhorar|(?:algum|outros) comentarios?|wat kunnen we (?:beter|verbeteren)|(?:nog|"
        r"andere) opmerkingen|"
        r"co mozemy poprawic|(?:inne|dodatkowe) (?:uwagi|komentarze)|vad kan vi (?:gora battre|forbattra)|ovriga kommentarer|"
        r"hvad kan vi gore bedre|hva kan vi gjore bedre|andre kommentarer|mita voisimme parantaa|muita kommentteja|"
        r"co muzeme zlepsit|dalsi komentare|ce putem imbunatati|alte comentarii|τι μπορουμε να βελτιωσουμε|αλλα σχολια|"
        r"min javithatnank|egyeb megjegyzes\w*)\b.*"
    ),
}


def asks_who_helped(title: str) -> bool:
    """True if a title asks the customer who helped."""
    key = folded(title[:LONGEST_QUESTION])
    return _follow(key, *_WHO_HELPED) or _follow(key, *_NAME_OF_WHO)


def questions_in(titles: Sequence[str]) -> dict[Field, str]:
    """The first question about each of these fields: when, through which channel, whether it was resolved, and comments."""
    keys = {title: folded(title) for title in titles if 0 < len(title) <= LONGEST_QUESTION and not asks_who_helped(title)}
    found: dict[Field, str] = {}
    for column, pattern in _QUESTIONS.items():
        title = next((title for title, key in keys.items() if pattern.fullmatch(key) and title not in found.values()), None)
        if title is not None:
            found[column] = title
    return found


def _follow(key: str, first: re.Pattern[str], second: re.Pattern[str]) -> bool:
    found = first.search(key)
    return found is not None and second.search(key, found.end()) is not None
