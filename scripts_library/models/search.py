"""The search index: what queries are compared with, and the words that occur in it.

Triggers list each version whose text or title changes, however it changed, so nothing that is stored can stay unfound.
"""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class SearchEntry(models.Model):
    """The searchable words of a version. `title_vector` and `vector` hold exact words and stems; `vector` also those of the
    texts. The other columns are for ranking.
    """

    version = models.OneToOneField(
        "scripts_library.ScriptVersion", on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    language = models.CharField(max_length=8, blank=True)
    title_words = ArrayField(models.TextField())
    situation_words = ArrayField(models.TextField())
    squashed_title = models.TextField()
    title_vector = SearchVectorField()
    vector = SearchVectorField()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["title_vector"], name="search_entry_title", fastupdate=False),
            GinIndex(fields=["vector"], name="search_entry_vector", fastupdate=False),
            GinIndex(OpClass(F("squashed_title"), name="gin_trgm_ops"), name="search_entry_squashed", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"search entry of version {self.version_id}"


class SearchWord(models.Model):
    """A word that occurs in a title or a text, with the keys that similar words share; see `search_words.signatures`."""

    word = models.CharField(max_length=40, primary_key=True)
    signatures = ArrayField(models.TextField())

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(word=""), name="search_word_is_not_empty")]
        indexes: ClassVar = [GinIndex(fields=["signatures"], name="search_word_signatures", fastupdate=False)]

    def __str__(self) -> str:
        return self.word


class StaleSearchEntry(models.Model):
    """A version whose search entry is missing or outdated. Only triggers add rows."""

    version = models.OneToOneField(
        "scripts_library.ScriptVersion", on_delete=models.CASCADE, primary_key=True, related_name="stale_search_entry"
    )

    def __str__(self) -> str:
        return f"stale search entry of version {self.version_id}"


_LIST = "INSERT INTO scripts_library_stalesearchentry (version_id) {rows} ON CONFLICT DO NOTHING; RETURN NULL;"

# For `Meta.triggers` of ScriptVersion and Script.
NEW_VERSION_IS_STALE = pgtrigger.Trigger(
    name="list_new_for_search",
    level=pgtrigger.Row,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func=_LIST.format(rows="VALUES (NEW.id)"),
)
TEXT_IS_STALE = pgtrigger.Trigger(
    name="list_changed_for_search",
    level=pgtrigger.Row,
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("revision", "situation", "what_to_say", "what_to_ask", "escalation", "plan_b"),  # type: ignore[no-untyped-call] # pgtrigger has no types here
    func=_LIST.format(rows="VALUES (NEW.id)"),
)
TITLE_IS_STALE = pgtrigger.Trigger(
    name="list_renamed_for_search",
    level=pgtrigger.Row,
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("title", "language"),  # type: ignore[no-untyped-call] # pgtrigger has no types here
    func=_LIST.format(rows="SELECT id FROM scripts_library_scriptversion WHERE script_id = NEW.id"),
)
