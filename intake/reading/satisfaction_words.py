"""Words for satisfaction in the large European languages, and their points on the CSAT scale of 1 to 5.

English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Finnish, Czech, Romanian,
Greek and Hungarian. Words are compared as `core.folding.folded`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from core.folding import folded


class Grade(StrEnum):
    """Meaning of a word for satisfaction. Satisfaction and quality differ, because “good” is the best answer of some scales."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"
    EXCELLENT = "excellent"
    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    VERY_BAD = "very_bad"
    YES = "yes"
    NO = "no"
    NO_ANSWER = "no_answer"


_POINTS: Mapping[Grade, int | None] = {
    Grade.VERY_SATISFIED: 5,
    Grade.SATISFIED: 4,
    Grade.NEUTRAL: 3,
    Grade.DISSATISFIED: 2,
    Grade.VERY_DISSATISFIED: 1,
    Grade.EXCELLENT: 5,
    Grade.VERY_GOOD: 5,
    Grade.GOOD: 4,
    Grade.FAIR: 3,
    Grade.BAD: 2,
    Grade.VERY_BAD: 1,
    Grade.YES: 5,
    Grade.NO: 1,
    Grade.NO_ANSWER: None,
}
# “Good, fair, bad” is a scale of three: its ends are the best and the worst answer.
_THREE = {Grade.EXCELLENT, Grade.GOOD, Grade.FAIR, Grade.NEUTRAL, Grade.BAD, Grade.NO_ANSWER}
# “Excellent, very good, good, fair, poor”: here “good” is in the middle.
_LADDER = {Grade.EXCELLENT: 5, Grade.VERY_GOOD: 4, Grade.GOOD: 3, Grade.FAIR: 2, Grade.BAD: 1}

# One line for each language.
_WRITTEN: Mapping[Grade, str] = {
    Grade.VERY_SATISFIED: """
        very satisfied, extremely satisfied, completely satisfied, totally satisfied, highly satisfied, fully satisfied,
        very happy, extremely happy, delighted, sehr zufrieden, äußerst zufrieden, voll zufrieden, vollkommen zufrieden,
        vollständig zufrieden, völlig zufrieden, hochzufrieden, rundum zufrieden, très satisfait, très satisfaite,
        très satisfait(e), extrêmement satisfait, tout à fait satisfait, tout à fait satisfaite, totalement satisfait,
        entièrement satisfait, muy satisfecho, muy satisfecha, muy satisfecho/a, totalmente satisfecho,
        completamente satisfecho, extremadamente satisfecho, muy contento, molto soddisfatto, molto soddisfatta,
        molto soddisfatto/a, estremamente soddisfatto, completamente soddisfatto, del tutto soddisfatto, muito satisfeito,
        muito satisfeita, muito satisfeito(a), totalmente satisfeito, completamente satisfeito, extremamente satisfeito,
        zeer tevreden, heel tevreden, erg tevreden, uiterst tevreden, helemaal tevreden, bardzo zadowolony,
        bardzo zadowolona, bardzo zadowolony/a, całkowicie zadowolony, w pełni zadowolony, mycket nöjd, väldigt nöjd,
        helt nöjd, meget tilfreds, særdeles tilfreds, yderst tilfreds, svært fornøyd, meget fornøyd, veldig fornøyd,
        erittäin tyytyväinen, hyvin tyytyväinen, täysin tyytyväinen, velmi spokojený, velmi spokojená, velmi spokojen,
        velmi spokojena, naprosto spokojen, zcela spokojen, foarte mulțumit, foarte mulțumită, foarte satisfăcut,
        extrem de mulțumit, πολύ ικανοποιημένος, πολύ ικανοποιημένη, πολύ ικανοποιημένος/η, πολύ ευχαριστημένος,
        απόλυτα ικανοποιημένος, nagyon elégedett, teljesen elégedett, teljes mértékben elégedett""",
    Grade.SATISFIED: """
        satisfied, somewhat satisfied, fairly satisfied, moderately satisfied, slightly satisfied, rather satisfied,
        mostly satisfied, quite satisfied, happy, zufrieden, eher zufrieden, ziemlich zufrieden, überwiegend zufrieden,
        größtenteils zufrieden, satisfait, satisfaite, satisfait(e), plutôt satisfait, plutôt satisfaite, assez satisfait,
        assez satisfaite, content, satisfecho, satisfecha, satisfecho/a, algo satisfecho, bastante satisfecho,
        bastante satisfecha, más bien satisfecho, contento, soddisfatto, soddisfatta, soddisfatto/a,
        abbastanza soddisfatto, abbastanza soddisfatta, piuttosto soddisfatto, satisfeito, satisfeita, satisfeito(a),
        bastante satisfeito, parcialmente satisfeito, tevreden, redelijk tevreden, enigszins tevreden, vrij tevreden,
        zadowolony, zadowolona, zadowolony/a, raczej zadowolony, raczej zadowolona, nöjd, ganska nöjd, tämligen nöjd,
        tilfreds, overvejende tilfreds, ret tilfreds, nogenlunde tilfreds, fornøyd, ganske fornøyd, noe fornøyd,
        tyytyväinen, melko tyytyväinen, jokseenkin tyytyväinen, spokojený, spokojená, spokojen, spokojena,
        spíše spokojen, spíše spokojený, spíše spokojená, mulțumit, mulțumită, satisfăcut, destul de mulțumit,
        oarecum mulțumit, ικανοποιημένος, ικανοποιημένη, ικανοποιημένος/η, ευχαριστημένος, αρκετά ικανοποιημένος,
        αρκετά ικανοποιημένη, elégedett, inkább elégedett, eléggé elégedett""",
    Grade.NEUTRAL: """
        neutral, neither satisfied nor dissatisfied, neither, neither happy nor unhappy, indifferent, undecided,
        weder noch, teils teils, weder zufrieden noch unzufrieden, unentschieden, neutre, ni satisfait ni insatisfait,
        ni satisfaite ni insatisfaite, ni l'un ni l'autre, mitigé, sans opinion, neutro, neutra,
        ni satisfecho ni insatisfecho, ni satisfecha ni insatisfecha, indiferente, né soddisfatto né insoddisfatto,
        indifferente, nem satisfeito nem insatisfeito, neutraal, niet tevreden en niet ontevreden,
        noch tevreden noch ontevreden, neutralny, neutralnie, ani zadowolony ani niezadowolony, obojętny, obojętnie,
        trudno powiedzieć, varken eller, varken nöjd eller missnöjd, hverken eller,
        hverken tilfreds eller utilfreds, nøytral, verken eller, verken fornøyd eller misfornøyd, neutraali,
        ei tyytyväinen eikä tyytymätön, en tyytyväinen enkä tyytymätön, neutrální, neutrálně,
        ani spokojen ani nespokojen, neutru, nici mulțumit nici nemulțumit, ουδέτερος, ουδέτερη, ουδέτερο,
        ούτε ικανοποιημένος ούτε δυσαρεστημένος, semleges, se elégedett se elégedetlen,
        sem elégedett sem elégedetlen""",
    Grade.DISSATISFIED: """
        dissatisfied, unsatisfied, not satisfied, somewhat dissatisfied, somewhat unsatisfied, fairly dissatisfied,
        moderately dissatisfied, slightly dissatisfied, rather dissatisfied, mostly dissatisfied, unhappy, not happy,
        unzufrieden, eher unzufrieden, eher nicht zufrieden, ziemlich unzufrieden, nicht zufrieden, wenig zufrieden,
        insatisfait, insatisfaite, insatisfait(e), plutôt insatisfait, plutôt insatisfaite, peu satisfait, peu satisfaite,
        pas satisfait, pas satisfaite, plutôt pas satisfait, plutôt pas satisfaite, mécontent, mécontente, insatisfecho,
        insatisfecha, insatisfecho/a, algo insatisfecho, poco satisfecho, poco satisfecha, bastante insatisfecho,
        descontento, insoddisfatto, insoddisfatta, insoddisfatto/a, poco soddisfatto, poco soddisfatta,
        abbastanza insoddisfatto, piuttosto insoddisfatto, insatisfeito, insatisfeita, insatisfeito(a),
        pouco satisfeito, pouco satisfeita, bastante insatisfeito, ontevreden, enigszins ontevreden, redelijk ontevreden,
        niet tevreden, niezadowolony, niezadowolona, niezadowolony/a, raczej niezadowolony, raczej niezadowolona, missnöjd,
        ganska missnöjd, inte nöjd, utilfreds, overvejende utilfreds, ret utilfreds, misfornøyd, ganske misfornøyd,
        noe misfornøyd, utilfreds, tyytymätön, melko tyytymätön, jokseenkin tyytymätön, nespokojený, nespokojená, nespokojen,
        nespokojena, spíše nespokojen, spíše nespokojený, spíše nespokojená, nemulțumit, nemulțumită, nesatisfăcut,
        destul de nemulțumit, oarecum nemulțumit, δυσαρεστημένος, δυσαρεστημένη, δυσαρεστημένος/η, αρκετά δυσαρεστημένος,
        μη ικανοποιημένος, λίγο ικανοποιημένος, elégedetlen, inkább elégedetlen, eléggé elégedetlen, nem elégedett""",
    Grade.VERY_DISSATISFIED: """
        very dissatisfied, very unsatisfied, extremely dissatisfied, extremely unsatisfied, completely dissatisfied,
        totally dissatisfied, highly dissatisfied, not at all satisfied, very unhappy, extremely unhappy, sehr unzufrieden,
        äußerst unzufrieden, völlig unzufrieden, vollkommen unzufrieden, überhaupt nicht zufrieden, gar nicht zufrieden,
        très insatisfait, très insatisfaite, très insatisfait(e), pas du tout satisfait, pas du tout satisfaite,
        extrêmement insatisfait, totalement insatisfait, très mécontent, très mécontente, muy insatisfecho,
        muy insatisfecha, muy insatisfecho/a, nada satisfecho, nada satisfecha, totalmente insatisfecho,
        extremadamente insatisfecho, muy descontento, molto insoddisfatto, molto insoddisfatta, molto insoddisfatto/a,
        per niente soddisfatto, per nulla soddisfatto, estremamente insoddisfatto, muito insatisfeito, muito insatisfeita,
        muito insatisfeito(a), nada satisfeito, nada satisfeita, totalmente insatisfeito, extremamente insatisfeito,
        zeer ontevreden, heel ontevreden, erg ontevreden, uiterst ontevreden, helemaal niet tevreden,
        bardzo niezadowolony, bardzo niezadowolona, bardzo niezadowolony/a, całkowicie niezadowolony, mycket missnöjd,
        väldigt missnöjd, inte alls nöjd, meget utilfreds, særdeles utilfreds, yderst utilfreds, svært misfornøyd,
        meget misfornøyd, veldig misfornøyd, erittäin tyytymätön, hyvin tyytymätön, täysin tyytymätön,
        velmi nespokojený, velmi nespokojená, velmi nespokojen, velmi nespokojena, naprosto nespokojen,
        zcela nespokojen, foarte nemulțumit, foarte nemulțumită, foarte nesatisfăcut, extrem de nemulțumit,
        πολύ δυσαρεστημένος, πολύ δυσαρεστημένη, πολύ δυσαρεστημένος/η, καθόλου ικανοποιημένος, καθόλου ικανοποιημένη,
        nagyon elégedetlen, teljesen elégedetlen, egyáltalán nem elégedett""",
    Grade.EXCELLENT: """
        excellent, outstanding, great, amazing, awesome, perfect, superb, fantastic, wonderful, ausgezeichnet,
        hervorragend, exzellent, super, perfekt, großartig, excellente, parfait, parfaite, exceptionnel, excelente,
        perfecto, estupendo, sobresaliente, eccellente, ottimo, ottima, perfetto, perfetta, ótimo, ótima, óptimo, perfeito,
        uitstekend, uitmuntend, perfect, doskonały, doskonale, doskonała, świetny, świetnie, znakomity, rewelacyjny,
        utmärkt, fantastisk, suverän, fremragende, udmærket, fantastisk, utmerket, strålende, erinomainen, loistava,
        výborný, výborně, výborná, výborné, vynikající, skvělý, skvělé, excelent, excelentă, minunat, perfect,
        εξαιρετικός, εξαιρετική, εξαιρετικό, εξαιρετικά, άριστη, άριστα, τέλεια, kiváló, kitűnő, tökéletes""",
    Grade.VERY_GOOD: """
        very good, sehr gut, très bien, très bon, très bonne, muy bueno, muy buena, muy bien, molto buono, molto buona,
        molto bene, muito bom, muito boa, muito bem, zeer goed, heel goed, erg goed, bardzo dobry, bardzo dobrze, bardzo dobra,
        mycket bra, väldigt bra, meget godt, meget god, svært god, svært bra, veldig bra, veldig god, erittäin hyvä,
        oikein hyvä, velmi dobrý, velmi dobře, velmi dobrá, velmi dobré, foarte bun, foarte bună, foarte bine, πολύ καλός,
        πολύ καλή, πολύ καλό, πολύ καλά, nagyon jó, 😀, 😃, 😄, 😁, 😍, 🤩, 🥰""",
    Grade.GOOD: """
        good with comment,
        good, gut, bon, bonne, bien, bueno, buena, buono, buona, bene, bom, boa, bem, goed, dobry, dobrze, dobra, bra,
        god, godt, hyvä, dobrý, dobře, dobrá, dobré, bun, bună, bine, καλός, καλή, καλό, καλά, jó, 😊, 🙂, ☺, 😺""",
    Grade.FAIR: """
        ok, okay, fair, average, so so, mixed, acceptable, adequate, mittel, mittelmäßig, geht so, befriedigend,
        durchschnittlich, in ordnung, moyen, moyenne, correct, passable, acceptable, comme ci comme ça, regular, normal,
        aceptable, así así, medio, media, discreto, sufficiente, così così, nella media, accettabile, razoável, médio,
        média, aceitável, mais ou menos, matig, redelijk, gemiddeld, voldoende, średni, średnio, średnia, przeciętny,
        przeciętnie, może być, okej, godkänd, medel, varken bra eller dåligt, middel, nogenlunde, rimelig, middels,
        greit, helt ok, gjennomsnittlig, keskinkertainen, kohtalainen, tyydyttävä, ihan ok, průměrný, průměrně, průměrná,
        průměrné, ujde to, ucházející, mediu, medie, acceptabil, așa și așa, μέτριος, μέτρια, μέτριο, έτσι κι έτσι,
        közepes, elfogadható, megfelelő, átlagos, 😐, 😑, 😶""",
    Grade.BAD: """
        bad with comment,
        bad, poor, not good, below average, unsatisfactory, schlecht, nicht gut, mangelhaft, ausreichend, mauvais,
        mauvaise, mal, pas bien, malo, mala, insuficiente, cattivo, cattiva, scarso, scarsa, insufficiente, male,
        ruim, mau, má, fraco, insuficiente, slecht, onvoldoende, zły, zła, źle, słaby, słabo, słaba, kiepsko, dålig,
        dåligt, inte bra, dårlig, dårligt, ikke god, huono, välttävä, špatný, špatně, špatná, špatné, slabý, nedostatečný,
        slab, slabă, rău, prost, proastă, κακός, κακή, κακό, κακά, rossz, gyenge, 🙁, ☹, 😕, 😟, 😞, 😒""",
    Grade.VERY_BAD: """
        very bad, very poor, terrible, awful, horrible, worst, unacceptable, sehr schlecht, ungenügend, furchtbar, très mauvais,
        très mauvaise, très mal, nul, nulle, muy malo, muy mala, muy mal, pésimo, pésima, molto scarso, molto male,
        pessimo, pessima, muito ruim, muito mau, muito má, péssimo, péssima, zeer slecht, heel slecht, erg slecht,
        bardzo zły, bardzo zła, bardzo źle, bardzo słabo, fatalny, fatalnie, mycket dålig, mycket dåligt, väldigt dåligt,
        usel, meget dårlig, meget dårligt, svært dårlig, veldig dårlig, erittäin huono, hyvin huono, surkea, velmi špatný,
        velmi špatně, velmi špatná, velmi špatné, hrozný, foarte slab, foarte slabă, foarte rău, foarte prost, groaznic,
        πολύ κακός, πολύ κακή, πολύ κακό, πολύ κακά, απαράδεκτη, απαράδεκτο, nagyon rossz, szörnyű, 😡, 😠, 🤬, 😭, 😢, 😤""",
    Grade.YES: """
        yes, y, true, thumbs up, like, liked, positive, ja, oui, sí, sì, sim, tak, kyllä, ano, da, ναι, igen, daumen hoch,
        positiv, positif, positivo, positief, pouce en haut, duim omhoog, tummen upp, 👍, ✅, ❤""",
    Grade.NO: """
        no, n, false, thumbs down, dislike, disliked, negative, nein, non, não, nee, nie, nej, nei, ei, ne, nu, όχι, nem,
        daumen runter, negativ, négatif, negativo, negatief, pouce en bas, duim omlaag, tummen ner, 👎, ❌""",
    Grade.NO_ANSWER: """
        offered, unoffered, nan,
        no answer, no response, not answered, unanswered, skipped, prefer not to say, don't know, not applicable,
        no opinion, keine angabe, k. a., keine antwort, weiß nicht, nicht beantwortet, nicht zutreffend, sans réponse,
        pas de réponse, non répondu, ne sait pas, non applicable, sin respuesta, no contesta, no sabe, ns/nc, no aplica,
        nessuna risposta, non risponde, non so, non applicabile, sem resposta, não respondeu, não sei, não se aplica,
        geen antwoord, weet niet, niet van toepassing, n.v.t., brak odpowiedzi, nie wiem, nie dotyczy, inget svar, vet ej,
        vet inte, ej aktuellt, intet svar, ved ikke, ingen svar, ikke besvart, vet ikke, ei vastausta, en osaa sanoa,
        bez odpovědi, nevím, fără răspuns, nu știu, χωρίς απάντηση, δεν απαντώ, δεν ξέρω, nincs válasz, nem tudom""",
}  # fmt: skip

# Words whose letters tell the code page of a file.
ACCENTED_WORDS = frozenset(
    spelled for words in _WRITTEN.values() for word in words.split(",") if not (spelled := " ".join(word.split())).isascii()
)
_GRADES: Mapping[str, Grade] = {folded(word): grade for grade, words in _WRITTEN.items() for word in words.split(",")}

# Points of words that mean the same on every scale.
_ALWAYS = {Grade.VERY_SATISFIED, Grade.SATISFIED, Grade.NEUTRAL, Grade.DISSATISFIED, Grade.VERY_DISSATISFIED, Grade.VERY_BAD}
ALWAYS: Mapping[str, int | None] = {word: _POINTS[grade] for word, grade in _GRADES.items() if grade in _ALWAYS}


def grade_of(word: str) -> Grade | None:
    return _GRADES.get(folded(word))


def points_of_words(words: Iterable[str]) -> tuple[dict[str, int | None], bool]:
    """The points of the words that are known, and whether the words leave no doubt about them."""
    grades = {word: grade for word in words if (grade := grade_of(word)) is not None}
    found = set(grades.values())
    points: dict[Grade, int | None] = dict(_POINTS)
    is_ladder = {Grade.EXCELLENT, Grade.VERY_GOOD} <= found and Grade.VERY_BAD not in found
    if is_ladder:
        points.update(_LADDER)
    elif found <= _THREE:
        points[Grade.BAD] = 1
        if Grade.EXCELLENT not in found:
            points[Grade.GOOD] = 5
    return {word: points[grade] for word, grade in grades.items()}, not is_ladder
