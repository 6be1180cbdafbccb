from django.apps import AppConfig

# An invitation moves with its team membership, which stays if the kept record is on the team as well.
SERVES = """EXISTS (
    SELECT FROM crisis_teammember m WHERE m.crisis_id = t.crisis_id AND m.person_id = %(from)s AND m.left_at IS NULL
)"""


class CrisisConfig(AppConfig):
    name = "crisis"

    def ready(self) -> None:
        from core import tick
        from crisis import lifecycle
        from crisis.actions import end_forgotten_line_shifts, escalate_help_requests, escalate_late_updates, keep_up_invitations
        from crisis.actions.erasure import forget
        from crisis.data_uses import ENTRIES
        from crisis.needs import crises_to_run, help_to_give, hours_to_check, invitations_to_answer
        from crisis.notification_topics import TOPICS
        from crisis.own_data import PARTS
        from crisis.queries.help_requests import ROWS_OF_HELP
        from crisis.queries.news import HELP, UPDATES, news_of_help, news_of_updates
        from crisis.queries.obstacles import activation_obstacles, review_obstacles
        from crisis.queries.possible_people import contacts_for, leaders_for, team_for
        from crisis.queries.version_tokens import rows_of_crises
        from crisis.verbs import AUDIENCES, Verb
        from journal import verbs
        from notices import topics
        from people import data_registry, erasure, needs, news, own_data, person_search, record_moves

        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*TOPICS)
        tick.register("crisis.invitations", keep_up_invitations)
        tick.register("crisis.late_updates", escalate_late_updates)
        tick.register("crisis.line", end_forgotten_line_shifts)
        tick.register("crisis.help", escalate_help_requests)
        lifecycle.register_obstacles(lifecycle.Step.ACTIVATE, activation_obstacles)
        lifecycle.register_obstacles(lifecycle.Step.BEGIN_REVIEW, review_obstacles)
        person_search.register("crisis.leaders", leaders_for)
        person_search.register("crisis.contacts", contacts_for)
        person_search.register("crisis.team", team_for)
        needs.register("crisis.invitations", invitations_to_answer, rows=rows_of_crises())
        needs.register("crisis.hours", hours_to_check, rows=rows_of_crises())
        needs.register("crisis.help", help_to_give, rows=ROWS_OF_HELP)
        needs.register("crisis.run", crises_to_run, rows=rows_of_crises())
        news.register(HELP, news_of_help)
        news.register(UPDATES, news_of_updates)
        record_moves.register("crisis.Invitation", record_moves.MergeRule(unless=SERVES))
        own_data.register(*PARTS)
        erasure.register(forget)
        self._answer_rooms_below()

    def _answer_rooms_below(self) -> None:
        """Register what lower rooms ask about crises, which they don't know."""
        from care import journals, rest, suggestion_subjects
        from crisis.queries.crises import (
            circle_of_drill,
            drills_of,
            invited_to_drill,
            journals_led_by,
            leaders_of_journal,
            pages_of_reviews,
        )
        from crisis.queries.pulse import journals_with_rounds_of, pulse_plans, rest_givers
        from crisis.queries.stages import running_stages
        from crisis.queries.suggestion_subjects import readers_of_crisis, subjects_seen_by
        from crisis.queries.training import support_people, trainees_of_journal
        from journal import drills
        from quality import findings
        from recognition import leads
        from scripts_library import stages
        from training import contact, trainees

        drills.register(drills.Parts(drills_of, circle_of_drill, invited_to_drill))
        findings.register(findings.CaseReaders(leaders_of_journal, journals_led_by, pages_of_reviews))
        leads.register(journals_led_by)
        suggestion_subjects.register(suggestion_subjects.SuggestionSubjects(subjects_seen_by, readers_of_crisis))
        journals.register(journals.PulseOwners(pulse_plans, journals_with_rounds_of))
        rest.register(rest_givers)
        stages.register(running_stages)
        trainees.register(trainees_of_journal)
        contact.register(support_people)
