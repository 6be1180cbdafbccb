"""The suggestion box: suggestions with a name and without, answers and votes."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, Area, DataUse, KeptFor, LegalBasis, Seer, days_of
from people.identity import Role

SUGGESTIONS = (
    DataUse(
        key="named_suggestions",
        area=Area.CARE,
        title=_("Suggestions with your name"),
        what=_(
            "Your name, the text, its topic, the crisis or script that it's about, its state, and the messages about it. "
            "Supervisors see all of it. Colleagues see the text that supervisors publish, without your name."
        ),
        purpose=_("To improve how people work here, and to answer you."),
        source=_("You. Supervisors write the text that is published."),
        seen_by=(Seer.SELF, Seer.SUPERVISORS, Seer.COLLEAGUES),
        kept=(
            KeptFor(
                _("The original and the messages are deleted %(period)s after the answer. Without an answer they stay."),
                days_of("RETENTION_SUGGESTIONS_DAYS"),
            ),
            KeptFor(
                _(
                    "Your name and the published text have no time limit. When your record is erased, your name, the "
                    "original and your messages go."
                )
            ),
        ),
        basis=LegalBasis.OWN_CHOICE,
        fields={
            "care.Suggestion": "author journal topic text published_text is_edited state",
            "care.SuggestionMessage": "number text",
        },
        figures=(
            "SuggestionsTable.text",
            "SuggestionsTable.state",
            "SuggestionsTable.topic",
            "SuggestionsTable.about",
            "SuggestionsTable.author",
        ),
        own_page="care:own_suggestions",
        pages=("care:triage", "care:suggestion", "care:suggestions"),
    ),
    DataUse(
        key="anonymous_suggestions",
        area=Area.CARE,
        title=_("Anonymous suggestions"),
        what=_(
            "The same without an author and without a time. Supervisors see on which morning it arrives; when the week is "
            "over, only the week is kept. Also digests of the code on your receipt and of the forms of your messages. Anyone "
            "with the code sees the suggestion. No other record says that you wrote one; the number of your suggestions of a "
            "day is only in the memory of the server. The text itself can tell who wrote it, and the form warns you if fewer "
            "than five people besides supervisors could have."
        ),
        purpose=_("So that you can say what is wrong without being known, and still follow the answer."),
        source=_("You. All suggestions are delivered once a day in random order."),
        seen_by=(Seer.SELF, Seer.SUPERVISORS, Seer.COLLEAGUES),
        kept=(
            KeptFor(_("The original and the messages are kept as long as with a name. The rest has no time limit.")),
            KeptFor(_("Nobody can find it as yours, so it is neither in the copy of your data nor erased with your record.")),
        ),
        basis=LegalBasis.OWN_CHOICE,
        fields={
            "care.Suggestion": "week_on receipt_digest is_delivered",
            "care.SuggestionMessage": "form_digest is_delivered",
        },
        figures=("SuggestionsTable.week",),
        own_page="care:suggestion_receipt",
        pages=("care:triage", "care:suggestion", "care:suggestions"),
    ),
    DataUse(
        key="suggestion_votes",
        area=Area.CARE,
        title=_("Suggestions that also matter to you"),
        what=_("For which published suggestions you pressed “also matters to me”. It has no time. Others see only the number."),
        purpose=_("To see which suggestions matter to many."),
        source=_("You. You can take it back."),
        seen_by=(Seer.SELF,),
        kept=(NAME_ERASED,),
        basis=LegalBasis.OWN_CHOICE,
        fields={"care.SuggestionVote": "person"},
        own_page="care:suggestions",
    ),
    DataUse(
        key="suggestions_answered",
        area=Area.CARE,
        title=_("Suggestions you answered"),
        what=_("Your answers to suggestions with your name and the day, and your messages to authors."),
        purpose=_("So that people get an answer, and know whose it is."),
        source=_("You. The journal says when you looked at a suggestion, published, answered or merged it."),
        seen_by=(Seer.SELF, Seer.COLLEAGUES),
        kept=(
            KeptFor(_("Messages are deleted %(period)s after the answer."), days_of("RETENTION_SUGGESTIONS_DAYS")),
            KeptFor(_("Answers have no time limit. When your record is erased, your name and the texts of your messages go.")),
        ),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.SUPERVISOR,),
        fields={"care.Suggestion": "answer answered_by answered_on", "care.SuggestionMessage": "sender"},
        own_page="care:triage",
        pages=("care:suggestions", "care:suggestion"),
    ),
)
