"""The best matches of a hurried query: with typing errors, half words, swapped words and missing spaces.

Four tiers of candidates are read through indexes, and a tier is only read if the ones before found too little. A score then
compares each typed word with the words of the candidates' titles and situations.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from django.db import connection
from django.db.models import QuerySet

from scripts_library.models import ScriptVersion
from scripts_library.search_words import (
    is_unspaced,
    joined_likeness,
    known_end,
    likeness,
    search_tokens,
    signatures,
    split_into,
)
from scripts_library.text_search import configuration_of

LONGEST_SEARCH = 100
MOST_WORDS = 8
MOST_MATCHES = 50
# Candidates read from each tier.
MOST_CANDIDATES = 300
# Known words that stand for one typed word.
MOST_MEANINGS = 12
MOST_CONFIGURATIONS = 4
SHORTEST_RUN_OF_WORDS = 6
SHORTEST_PART = 3

# How much a match counts in the title, in the situation, and elsewhere.
IN_TITLE, IN_SITUATION, IN_TEXTS = 1.0, 0.75, 0.55
# Added to a score between 0 and 1: for a title that is all matched, for the typed order, and for one of the agent's languages.
WHOLE_TITLE, SAME_ORDER, OWN_LANGUAGE = 0.15, 0.02, 0.05
# Longer words say more, up to this length.
LONGEST_WEIGHED = 8

# For each typed word its stems and the known words that begin alike, and all known parts of words typed without spaces.
_MEANINGS = """
    SELECT t.token, near.word,
        (SELECT string_agg(plainto_tsquery(c::regconfig, t.token)::text, ' | ')
         FROM unnest(%(configurations)s::text[]) c) AS stems
    FROM unnest(%(tokens)s::text[], %(keys)s::text[]) t(token, keys) LEFT JOIN LATERAL (
        SELECT word FROM scripts_library_searchword w
        WHERE w.signatures && string_to_array(t.keys, ' ')
        ORDER BY similarity(w.word, t.token) DESC, w.word LIMIT 40
    ) near ON true
    UNION ALL
    SELECT '', word, '' FROM scripts_library_searchword WHERE word = ANY(%(parts)s::text[])
"""

_CANDIDATES = """
    WITH allowed (id) AS NOT MATERIALIZED ({allowed}),
    titles AS MATERIALIZED (
        SELECT e.version_id FROM scripts_library_searchentry e
        WHERE e.title_vector @@ %(all)s::tsquery AND e.version_id IN (SELECT id FROM allowed)
        ORDER BY ts_rank(e.title_vector, %(all)s::tsquery, 2) DESC, e.version_id LIMIT %(most)s
    ),
    texts AS MATERIALIZED (
        SELECT e.version_id FROM scripts_library_searchentry e
        WHERE (SELECT count(*) FROM titles) < %(enough)s
            AND e.vector @@ %(all)s::tsquery AND e.version_id IN (SELECT id FROM allowed)
        LIMIT %(most)s
    ),
    nearly AS MATERIALIZED (
        SELECT e.version_id FROM scripts_library_searchentry e
        WHERE NOT EXISTS (SELECT FROM titles)
            AND e.title_vector @@ %(nearly)s::tsquery AND e.version_id IN (SELECT id FROM allowed)
        ORDER BY ts_rank(e.title_vector, %(nearly)s::tsquery, 2) DESC, e.version_id LIMIT %(most)s
    ),
    alike AS MATERIALIZED (
        SELECT e.version_id FROM scripts_library_searchentry e
        WHERE NOT EXISTS (SELECT FROM titles) AND NOT EXISTS (SELECT FROM nearly)
            AND e.squashed_title %% %(squashed)s AND e.version_id IN (SELECT id FROM allowed)
        ORDER BY similarity(e.squashed_title, %(squashed)s) DESC, e.version_id LIMIT %(enough)s
    ),
    found AS (
        SELECT version_id, max(has_all) AS has_all FROM (
            SELECT version_id, 1 AS has_all FROM titles UNION ALL SELECT version_id, 1 FROM texts
            UNION ALL SELECT version_id, 0 FROM nearly UNION ALL SELECT version_id, 0 FROM alike
        ) each GROUP BY version_id
    )
    SELECT e.version_id, e.language, e.title_words, e.situation_words, found.has_all = 1,
        similarity(e.squashed_title, %(squashed)s)
    FROM found JOIN scripts_library_searchentry e USING (version_id)
"""


@dataclass(frozen=True, slots=True)
class _Typed:
    """A typed word with the tsquery of what it may mean. `is_unknown` if no known word is like it."""

    token: str
    meanings: str
    is_unknown: bool = False

    @property
    def weight(self) -> int:
        return min(len(self.token), LONGEST_WEIGHED)


@dataclass(frozen=True, slots=True)
class _Candidate:
    version_id: int
    language: str
    title: Sequence[str]
    situation: Sequence[str]
    has_all: bool
    likeness: float


def searched_words(typed: str) -> list[str]:
    """The words of a query that are searched for. Single letters are left out beside longer words."""
    tokens = search_tokens(typed[:LONGEST_SEARCH])
    telling = [token for token in tokens if len(token) > 1 or is_unspaced(token)]
    return list(dict.fromkeys(telling or tokens))[:MOST_WORDS]


def best_matches(tokens: Sequence[str], allowed: QuerySet[ScriptVersion], *, languages: Sequence[str]) -> list[int]:
    """Ids of the allowed versions that match the words best, best first. Two queries."""
    typed = _meanings_of(tokens, languages)
    candidates = _candidates(typed, allowed)
    scores = {each.version_id: _score(each, typed, languages) for each in candidates}
    titles = {each.version_id: each.title for each in candidates}
    return sorted(scores, key=lambda pk: (-scores[pk], titles[pk], -pk))[:MOST_MATCHES]


def _meanings_of(tokens: Sequence[str], languages: Sequence[str]) -> list[_Typed]:
    """What each typed word may mean. Words typed without a space between them are split, and halves of one word joined."""
    joined = [first + second for first, second in pairwise(tokens) if not is_unspaced(first + second)]
    parts = {part for token in tokens for part in _parts(token)} | set(joined)
    near, stems, known = _look_up(tokens, parts, languages)
    found: list[_Typed] = []
    skipped = False
    for at, token in enumerate(tokens):
        if skipped:
            skipped = False
            continue
        whole = token + tokens[at + 1] if at + 1 < len(tokens) else ""
        if whole in known and whole in joined and not {token, tokens[at + 1]} <= known:
            found.append(_Typed(whole, _either([whole])))
            skipped = True
        elif token not in known and (pieces := split_into(token, known)):
            found += [_Typed(piece, _either([piece])) for piece in pieces]
        elif not near[token] and (end := known_end(token, known)):
            found += [_Typed(part, _either([part])) for part in end]
        else:
            either = _either([token, *near[token]], stems[token])
            found.append(_Typed(token, either, is_unknown=not near[token] and token not in known))
    return found


def _parts(token: str) -> Iterable[str]:
    """Parts of a word that may be words typed without a space, and the word itself."""
    yield token
    if len(token) >= SHORTEST_RUN_OF_WORDS and not is_unspaced(token):
        yield from (token[start:end] for start, end in combinations(range(len(token) + 1), 2) if end - start >= SHORTEST_PART)


def _look_up(
    tokens: Sequence[str], parts: Iterable[str], languages: Sequence[str]
) -> tuple[dict[str, list[str]], dict[str, str], set[str]]:
    """Known words near each typed word, best first; the stems of each as a tsquery; and which of the parts are known words."""
    near: dict[str, set[str]] = defaultdict(set)
    stems: dict[str, str] = defaultdict(str)
    known: set[str] = set()
    values = {
        "tokens": list(tokens),
        "keys": [" ".join(signatures(token)) for token in tokens],
        "configurations": _configurations(languages),
        "parts": sorted(set(parts)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_MEANINGS, values)
        for token, word, stem in cursor.fetchall():
            if not token:
                known.add(word)
                continue
            stems[token] = " | ".join(part for part in (stem or "").split(" | ") if part)
            if word and likeness(token, word):
                near[token].add(word)
    best = {token: sorted(words, key=lambda word: (-likeness(token, word), word)) for token, words in near.items()}
    return defaultdict(list, {token: words[:MOST_MEANINGS] for token, words in best.items()}), stems, known


def _configurations(languages: Sequence[str]) -> list[str]:
    found = dict.fromkeys(configuration_of(language) for language in languages)
    return [name for name in found if name != "simple"][:MOST_CONFIGURATIONS]


def _either(words: Iterable[str], stems: str = "") -> str:
    """A tsquery for any of the words, the first one also as a beginning, or any of the stems."""
    quoted = [f"'{word}'" for word in words]
    return " | ".join([f"{quoted[0]}:*", *quoted[1:], *([stems] if stems else [])])


def _candidates(typed: Sequence[_Typed], allowed: QuerySet[ScriptVersion]) -> list[_Candidate]:
    sql, parameters = allowed.order_by().values("pk").query.sql_with_params()
    groups = [f"({each.meanings})" for each in typed]
    values = {
        "all": " & ".join(groups),
        "nearly": _all_but_some(groups),
        "squashed": "".join(each.token for each in typed),
        "most": MOST_CANDIDATES,
        "enough": MOST_MATCHES,
        **{f"allowed_{at}": parameter for at, parameter in enumerate(parameters)},
    }
    names = [f"%(allowed_{at})s" for at in range(len(parameters))]
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES.format(allowed=sql % tuple(names)), values)
        return [_Candidate(*row) for row in cursor.fetchall()]


def _all_but_some(groups: Sequence[str]) -> str:
    """A tsquery for all of the words but one, or but two of four or more."""
    missing = 2 if len(groups) >= 4 else 1  # noqa: PLR2004 - half of the words must match
    kept = max(1, len(groups) - missing)
    return " | ".join(f"({' & '.join(chosen)})" for chosen in combinations(groups, kept))


def _score(candidate: _Candidate, typed: Sequence[_Typed], languages: Sequence[str]) -> float:
    """How well the candidate matches the typed words: up to 1, and a little more for the extras."""
    matched, places = 0.0, []
    for each in typed:
        place, in_title = _best(each.token, candidate.title)
        if each.is_unknown and not in_title:
            in_title = joined_likeness(each.token, candidate.title)
        elsewhere = IN_SITUATION * _best(each.token, candidate.situation)[1]
        if candidate.has_all:
            elsewhere = max(elsewhere, IN_TEXTS)
        if in_title * IN_TITLE >= elsewhere:
            places.append(place)
        matched += each.weight * max(in_title * IN_TITLE, elsewhere)
    share = matched / sum(each.weight for each in typed)
    covered = len({place for place in places if place >= 0}) / max(1, len(candidate.title))
    in_order = SAME_ORDER if places == sorted(places) else 0
    own = OWN_LANGUAGE if candidate.language in languages else 0
    return max(share, candidate.likeness * 0.9) + WHOLE_TITLE * covered * share + in_order + own


def _best(token: str, words: Sequence[str]) -> tuple[int, float]:
    """Position and likeness of the word that is most like the typed one; -1 and 0 if none is."""
    likest = max(enumerate(words), key=lambda pair: likeness(token, pair[1]), default=(-1, ""))
    value = likeness(token, likest[1]) if likest[0] >= 0 else 0
    return (likest[0], value) if value else (-1, 0)
