"""Signs of quality evaluations, which are never customers' answers, in the fields of JSON records."""

import re
from collections.abc import Collection

# Identities of list items.
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")

# Fields that only an evaluation has together: of Genesys, of Zendesk QA by record and as one object, and of Amazon Connect as
# exported, as described and as listed.
MARKS = (
    {"evaluationform", "answers"},
    {"reviews.reviewee", "reviews.reviewer"},
    {"reviewee", "reviewer"},
    {"evaluationid", "questions", "sections"},
    {"evaluationid", "metadata", "questions"},
    {"evaluation", "evaluationform"},
    {"evaluationid", "evaluationformid"},
)


def are_evaluations(fields: Collection[str]) -> bool:
    """True if records with these fields are evaluations. Fields are titles of columns, or keys of an object."""
    plain = [_IN_BRACKETS.sub("", field.lower()).replace("__", ".") for field in fields]
    found = {".".join(each.split(".")[:depth]) for each in plain for depth in (1, 2)}
    return any(marks <= found for marks in MARKS)
