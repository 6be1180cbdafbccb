from django.apps import AppConfig


class ScriptsLibraryConfig(AppConfig):
    name = "scripts_library"

    def ready(self) -> None:
        from journal import verbs
        from notices import topics
        from people import data_registry, erasure, own_data, person_search, record_moves
        from scripts_library.actions.erasure import forget
        from scripts_library.data_uses import ENTRIES
        from scripts_library.notification_topics import TOPICS
        from scripts_library.own_data import CONSOLE_PARTS, IMPORT_PARTS, SCRIPT_PARTS
        from scripts_library.queries.owners import owners_for
        from scripts_library.verbs import AUDIENCES, Verb

        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*TOPICS)
        # Merged records count as one person, who can't approve their own text.
        record_moves.register("scripts_library.ScriptVersion", record_moves.MergeRule(lists=("writer_ids",)))
        # Pins are a preference of the record that signs in.
        record_moves.register("scripts_library.PinnedScript", record_moves.MergeRule(moves=False, is_shown=False))
        person_search.register("scripts_library.owners", owners_for)
        own_data.register(*SCRIPT_PARTS, *CONSOLE_PARTS, *IMPORT_PARTS)
        erasure.register(forget)
        self._register_ticks()
        self._register_needs()

    def _register_ticks(self) -> None:
        from core import tick
        from scripts_library.actions import (
            end_old_uses,
            expire_ended,
            forget_old_uses,
            forget_script_imports,
            propose_changed_blocks,
            publish_scheduled,
            remind_of_reviews,
        )
        from scripts_library.actions.search_index import refresh_stale
        from scripts_library.actions.unfound_searches import delete_old_searches

        tick.register("scripts_library.expire_ended", expire_ended)
        tick.register("scripts_library.imports", forget_script_imports)
        tick.register("scripts_library.propose_changed_blocks", propose_changed_blocks)
        tick.register("scripts_library.search_index", refresh_stale)
        tick.register("scripts_library.unfound_searches", delete_old_searches)
        tick.register("scripts_library.publish_scheduled", publish_scheduled)
        tick.register("scripts_library.remind_of_reviews", remind_of_reviews)
        tick.register("scripts_library.end_old_uses", end_old_uses)
        tick.register("scripts_library.forget_old_uses", forget_old_uses)

    def _register_needs(self) -> None:
        from people import needs
        from scripts_library.needs import (
            scripts_reviewed_afterwards,
            scripts_to_approve,
            scripts_to_publish,
            scripts_to_read,
            scripts_to_review,
            variants_to_update,
        )
        from scripts_library.queries.version_tokens import LIBRARY

        needs.register("scripts_library.reading", scripts_to_read, rows=LIBRARY)
        needs.register("scripts_library.approval", scripts_to_approve, rows=LIBRARY)
        needs.register("scripts_library.publishing", scripts_to_publish, rows=LIBRARY)
        needs.register("scripts_library.variants", variants_to_update, rows=LIBRARY)
        needs.register("scripts_library.afterwards", scripts_reviewed_afterwards, rows=LIBRARY)
        needs.register("scripts_library.reviews", scripts_to_review, rows=LIBRARY)
