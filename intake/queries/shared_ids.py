"""Contact IDs that rows of a file share although they seem to be about several contacts, such as the ID of a customer."""

from collections.abc import Iterable

from django.db import connection

from intake.findings import CheckResult, Kind, Level
from intake.models import Import, StagedRow
from intake.reading.known_sources import known
from intake.reading.profiles import Field, Profile, plain_title

# Several answers to a contact, or a second agent, are rare: of more rows than this share, someone is asked.
FEW_SHARE = 0.05
LINES_SHOWN = 3
# Rows about one contact have one start, or one agent within a day.
SHARED = """
    SELECT count(*), sum(found.rows)::bigint, (array_agg(found.external_id ORDER BY found.line))[1],
        (SELECT count(*) FROM intake_stagedrow WHERE file_id = %(file)s AND external_id <> '')
    FROM (
        SELECT external_id, count(*) AS rows, min(line) AS line
        FROM intake_stagedrow WHERE file_id = %(file)s AND external_id <> ''
        GROUP BY external_id
        HAVING max(started_at) - min(started_at) > interval '25 hours'
            OR (max(started_at) > min(started_at) AND count(DISTINCT nullif(agent, '')) > 1)
    ) found
"""


def shared_ids(imported: Import) -> Iterable[CheckResult]:
    """A question if many rows share their contact ID with rows that have other times or agents. The IDs of known tools are
    those of contacts.
    """
    profile = Profile.from_json(imported.profile)
    column = profile.columns.get(Field.EXTERNAL_ID, "")
    if not column or _is_of_tool(profile, column):
        return
    with connection.cursor() as cursor:
        cursor.execute(SHARED, {"file": imported.pk})
        ids, rows, example, identified = cursor.fetchone()
    if ids and rows - ids > FEW_SHARE * identified:
        lines = StagedRow.objects.filter(file=imported, external_id=example).order_by("line").values_list("line", flat=True)
        about = {"column": column, "ids": ids, "id": example, "lines": list(lines[:LINES_SHOWN])}
        yield CheckResult(Kind.SHARED_IDS, Level.QUESTION, rows, about)


def _is_of_tool(profile: Profile, column: str) -> bool:
    tool = known(profile.name)
    titles = tool.titles.get(Field.EXTERNAL_ID, ()) if tool else ()
    return plain_title(column) in {plain_title(title) for title in titles if isinstance(title, str)}
