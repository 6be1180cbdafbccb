"""What this room does with data about people."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer
from people.identity import Role

AGENTS = (Role.AGENT,)
LEADS = (Seer.LEADS, Seer.SUPERVISORS)

USES = (
    DataUse(
        key="candidates",
        area=Area.SELECTION,
        title=_("Your result in a saved selection"),
        what=_(
            "Whether you were selected, on the reserve list or not selected, your rank and position, whether it was too "
            "close to call, how the team was chosen, and the reasons."
        ),
        purpose=_("To invite people in order, and to explain the selection to each person."),
        source=_("The rule, the coverage rules, and the decision of lead or deputy."),
        seen_by=(Seer.SELF, *LEADS),
        kept=(
            KeptFor(
                _(
                    "There's no time limit, because a saved selection can be replayed. Your name goes when your record is "
                    "erased."
                )
            ),
        ),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={"selection.Candidate": "person method standing position rank in_band reasons"},
        figures=(
            "CandidatesTable.standing",
            "CandidatesTable.spot",
            "CandidatesTable.selected",
            "CandidatesTable.rank",
            "CandidatesTable.name",
            "CandidatesTable.teams",
            "CandidatesTable.shift",
            "CandidatesTable.compare",
            "CandidatesTable.flags",
            "CandidatesTable.reasons",
            "CandidatesTable.note",
            "CandidatesTable.method",
            "NotEligibleTable.reasons",
            "PoolTable.name",
            "PoolTable.teams",
            "PoolTable.shift",
            "PoolTable.channels",
            "PoolTable.languages",
            "PoolTable.words",
            "AwayTable.result",
            "UnrankedTable.position",
            "UnrankedTable.result",
            "UnrankedTable.method",
            "ChangesTable.name",
            "ChangesTable.before",
            "ChangesTable.after",
            "ChangesTable.why",
            "OwnCard.candidate",
            "OwnCard.standing",
            "OwnCard.sentence",
            "OwnCard.absence",
            "OwnCard.method",
            "OwnCard.leaders",
        ),
        own_page="selection:own",
        pages=("selection:detail", "selection:stored", "selection:not_eligible", "selection:unranked", "selection:compare"),
    ),
    DataUse(
        key="saved_selections",
        area=Area.SELECTION,
        title=_("Inputs and result of a saved selection"),
        what=_(
            "Monthly counts, availability and coverage facts of all candidates as they were, the rule and its version, "
            "the result, the reason where scores were too close to call, and who saved it."
        ),
        purpose=_("So that the same answer can be computed again later, and an objection can be checked."),
        source=_("The monthly counts and records of that day; lead or deputy saves the selection."),
        seen_by=LEADS,
        kept=(KeptFor(_("There's no time limit. It has numbers instead of names, so an erased name is gone here too.")),),
        basis=LegalBasis.INTEREST,
        about=(Role.AGENT, Role.SUPERVISOR),
        fields={
            "selection.Selection": "criteria rule_version inputs inputs_digest result method draw_seed band_reason "
            "stored_by stored_at"
        },
        figures=(
            "CandidatesTable.adjusted",
            "CandidatesTable.raw",
            "CandidatesTable.lower",
            "CandidatesTable.upper",
            "CandidatesTable.interval",
            "CandidatesTable.months",
            "CandidatesTable.satisfied",
            "CandidatesTable.responses",
            "CandidatesTable.rated",
            "CandidatesTable.chance",
            "OwnCard.card",
            "OwnCard.holds",
        ),
        own_page="selection:own",
        pages=("selection:stored", "selection:oversight", "selection:export", "selection:candidate"),
    ),
    DataUse(
        key="compared_rules",
        area=Area.SELECTION,
        title=_("Comparison of people and of rules"),
        what=_("Figures of up to three candidates side by side, and the team that another rule or another setting would give."),
        purpose=_("To check that the choice doesn't hang on one rule, and to decide where scores are too close to call."),
        source=_("Computed from the same inputs."),
        seen_by=(Seer.LEADS,),
        kept=(KeptFor(_("Computed for the page; nothing is stored.")),),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=(
            "ComparedPeopleTable.name",
            "ComparedPeopleTable.first",
            "ComparedPeopleTable.second",
            "ComparedPeopleTable.third",
            "RulesTable.name",
            "RulesTable.rate",
            "RulesTable.first",
            "RulesTable.second",
            "RulesTable.third",
        ),
        pages=("selection:compare_people", "selection:rules"),
    ),
    DataUse(
        key="fairness",
        area=Area.SELECTION,
        title=_("Fairness of a selection"),
        what=_(
            "The share of selected people by number of responses, contract hours, shift and site. Groups of fewer than "
            "five people are merged."
        ),
        purpose=_("So that unfair treatment of a group becomes visible."),
        source=_("Computed from the selection, and from contract hours, shifts and sites."),
        seen_by=LEADS,
        kept=(KeptFor(_("Computed for the page; nothing is stored.")),),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=(
            "GroupShare.name",
            "GroupShare.eligible",
            "GroupShare.chosen",
            "GroupShare.chosen_percent",
            "GroupShare.lower_bound_percent",
            "GroupShare.upper_bound_percent",
            "FairnessTable.name",
            "FairnessTable.share",
            "SharesTable.name",
            "SharesTable.share",
        ),
        pages=("selection:fairness", "selection:stored_fairness"),
    ),
    DataUse(
        key="leader_input",
        area=Area.SELECTION,
        title=_("Nominations and objections by team leaders"),
        what=_("Whether a leader of your team nominated you or objected, the reason, and when."),
        purpose=_("So that leaders who know you are heard. It's shown, and never changes a score."),
        source=_("The leaders of your teams."),
        seen_by=(Seer.SELF, Seer.TEAM_LEADERS, Seer.LEADS),
        kept=(KeptFor(_("There's no time limit. The reason is deleted when your record is erased.")),),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={"selection.LeaderInput": "person leader kind reason given_at withdrawn_at"},
        figures=(
            "CandidatesTable.objections",
            "CandidatesTable.nominations",
            "PoolTable.objections",
            "PoolTable.nominations",
            "OwnCard.said",
        ),
        own_page="selection:own",
        pages=("selection:give_leader_input", "selection:candidate"),
    ),
    DataUse(
        key="leaders_asked",
        area=Area.SELECTION,
        title=_("That you were asked for input as a team leader"),
        what=_("When you were asked, and when you answered."),
        purpose=_("To know which answers are missing."),
        source=_("Lead or deputy asks; you answer."),
        seen_by=(Seer.SELF, *LEADS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.SUPERVISOR,),
        fields={"selection.LeaderAsked": "leader asked_at answered_at"},
        figures=("LeadersTable.name", "LeadersTable.teams", "LeadersTable.asked_at", "LeadersTable.answered_at"),
        own_page="selection:own",
        pages=("selection:leader_input",),
    ),
    DataUse(
        key="card_replies",
        area=Area.SELECTION,
        title=_("Your reply to your card"),
        what=_("What you wrote about your card, and when."),
        purpose=_("So that people who decide hear you if something is missing or wrong."),
        source=_("You."),
        seen_by=(Seer.SELF, Seer.LEADS),
        kept=(KeptFor(_("There's no time limit. The text is deleted when your record is erased.")),),
        basis=LegalBasis.OWN_CHOICE,
        about=AGENTS,
        fields={"selection.CardReply": "person text given_at updated_at"},
        own_page="selection:own",
        pages=("selection:candidate",),
    ),
)

OMISSIONS = (
    NotAboutPeople("which selection it is", {"selection.Selection": "number"}),
    NotAboutPeople("costs of coverage rules for a whole team", figures=("CostsTable.*",)),
)

ENTRIES = (*USES, *OMISSIONS)
