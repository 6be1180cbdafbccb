"""Pages of imported evaluations, for users who import them without seeing scores, and for the agents and their leaders."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core import clock
from crisis.models import Crisis
from intake.forms.people import key_of
from intake.models import Import
from people.models import Person, User
from quality.models import ImportedEvaluation
from quality.queries import evaluations
from tests.factories import crisis as crises
from tests.factories import evaluations as make
from tests.factories import quality
from tests.factories.evaluations import NIA
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]

SCORE, RED_FLAG = "87.5", "Red flag"


def page_of(client: Client, name: str, *args: int) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def upload(client: Client, content: bytes) -> Import:
    file = SimpleUploadedFile("evaluations.json", content)
    assert client.post(reverse("intake:import_new"), {"file": file}).status_code == 302
    return Import.objects.latest("pk")


def of_agent(personas: Personas, **fields: object) -> ImportedEvaluation:
    return make.review_of(personas.agent.person, personas.ops, **fields)


def test_evaluation_file_uploaded_among_imports_reaches_the_csp(personas: Personas, sign_in: SignIn) -> None:
    content = json.dumps([make.evaluation(), make.evaluation(id="open", status="PENDING")]).encode()
    ops = sign_in(personas.ops)
    imported = upload(ops, content)
    assert "Reading the file" in page_of(ops, "intake:import_detail", imported.pk)
    make.finished(imported)
    shown = page_of(ops, "intake:import_detail", imported.pk)
    assert "1 evaluation in this file isn't matched" in shown
    assert "finished. Import it again when it is" in shown
    assert "Match columns" not in shown
    assert ops.get(reverse("intake:import_columns", args=[imported.pk])).status_code == 302
    assert ops.post(reverse("intake:import_publish", args=[imported.pk])).status_code == 302
    make.worked(imported)
    listed = page_of(ops, "intake:imports")
    assert "evaluations.json" in listed
    assert "1 evaluation isn" in listed
    assert "Nia Berg (nia@example.org)" in page_of(ops, "intake:import_people", imported.pk)
    who = {f"who_{key_of('Nia Berg (nia@example.org)')}": "", f"other_{key_of('Nia Berg (nia@example.org)')}": "Ana Agent"}
    assert ops.post(reverse("intake:import_people", args=[imported.pk]), who).status_code == 302
    mine = page_of(sign_in(personas.agent), "quality:mine")
    assert "Evaluated in Genesys by Rui Costa" in mine
    assert SCORE in mine


def test_importer_sees_no_scores_and_no_comments(personas: Personas, sign_in: SignIn) -> None:
    answers: list[dict[str, object]] = [
        {"comments": "Calm. " * 9000},
        {"totalScore": 187.5},
        {"totalScore": "87.50 %"},
        {"totalCriticalScore": "187.50"},
        {"anyFailedKillQuestions": "flagged"},
        {"totalScore": None, "comments": "Calm."},
    ]
    rows = [make.evaluation(), *(make.evaluation(answers=each) for each in answers)]
    waiting = make.finished(make.received(personas.ops, json.dumps(rows).encode()))
    imported = make.taken(personas.ops, rows)
    assert imported.counts["rejected"] == len(answers)
    told = [SCORE, "187.5", "87,50", "Calm.", "flagged"]
    for user in (personas.ops, personas.administrator):
        client = sign_in(user)
        pages = [
            page_of(client, "intake:imports"),
            page_of(client, "intake:import_detail", waiting.pk),
            page_of(client, "intake:import_detail", imported.pk),
            page_of(client, "intake:import_undo", imported.pk),
            page_of(client, "intake:import_people", imported.pk),
            b"".join(client.get(reverse("intake:import_rejected", args=[imported.pk]))).decode(),
        ]
        assert [(words, text) for text in pages for words in told if words in text] == []


def test_downloaded_rejections_contain_no_formulas(personas: Personas, sign_in: SignIn) -> None:
    rows = [make.evaluation(id="=cmd", status="=1+1"), make.evaluation()]
    imported = make.taken(personas.ops, rows)
    lines = b"".join(sign_in(personas.ops).get(reverse("intake:import_rejected", args=[imported.pk])))
    header, line = lines.decode("utf-8-sig").splitlines()
    assert header.startswith("evaluation,Rejected: line,")
    assert line.startswith("'=cmd,1,status,'=1+1,")


def test_evaluation_names_its_source_and_where_to_dispute_it(personas: Personas, sign_in: SignIn) -> None:
    review = of_agent(personas, answers={"anyFailedKillQuestions": True, "comments": "<script>alert(1)</script>"})
    for user, title in ((personas.agent, "Evaluation of your contact"), (personas.supervisor, "Evaluation of Ana Agent")):
        shown = page_of(sign_in(user), "quality:imported_evaluation", review.pk)
        assert title in shown
        assert "Evaluated in Genesys by Rui Costa" in shown
        assert "or to dispute it" in shown
        assert RED_FLAG in shown
        assert "Opening" in shown
        assert "<script>alert" not in shown


def test_evaluation_shows_the_contact_if_it_is_the_agents_own(personas: Personas, sign_in: SignIn) -> None:
    review = of_agent(personas, conversation={"id": "4711"})
    agent = sign_in(personas.agent)
    assert review.conversation_at is not None
    quality.contact(personas.other_agent.person, review.conversation_at, called="4711", source="one")
    quality.contact(personas.agent.person, review.conversation_at + timedelta(days=1), called="4711", source="two")
    assert "About this contact" not in page_of(agent, "quality:imported_evaluation", review.pk)
    quality.contact(personas.agent.person, review.conversation_at + timedelta(hours=1), called="4711", topic="late parcels")
    shown = page_of(agent, "quality:imported_evaluation", review.pk)
    assert "About this contact" in shown
    assert "late parcels" in shown
    quality.contact(personas.agent.person, review.conversation_at, called="4711", source="another")
    assert "About this contact" not in page_of(agent, "quality:imported_evaluation", review.pk)


def test_shortened_list_says_so(personas: Personas, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluations, "LATEST", 2)
    seen = []
    for _number in range(3):
        of_agent(personas)
        pages = [page_of(sign_in(personas.agent), "quality:mine"), page_of(sign_in(personas.supervisor), "quality:board")]
        seen.append([("Showing the latest 2" in text, text.count("Evaluated in Genesys by")) for text in pages])
    assert seen == [[(False, 1)] * 2, [(False, 2)] * 2, [(True, 2)] * 2]


def test_an_evaluator_who_is_not_named_is_left_out(personas: Personas, sign_in: SignIn) -> None:
    review = of_agent(personas, evaluator=None)
    shown = page_of(sign_in(personas.agent), "quality:imported_evaluation", review.pk)
    assert "Evaluated in Genesys" in shown
    assert "by" not in shown.split("Evaluated in Genesys")[1][:30]


def test_imported_evaluation_is_in_no_figure(personas: Personas, sign_in: SignIn) -> None:
    quality.completed(personas.agent.person, personas.reviewer)
    before = page_of(sign_in(personas.supervisor), "quality:board").split("Imported evaluations")[0]
    of_agent(personas, answers={"totalScore": 1})
    after = page_of(sign_in(personas.supervisor), "quality:board")
    assert "Imported evaluations" in after
    assert after.count("100.0 %") == before.count("100.0 %")
    assert "Mean score" in page_of(sign_in(personas.agent), "quality:mine")
    assert "1.0 %" not in page_of(sign_in(personas.agent), "quality:mine").split("Imported evaluations")[0]


def test_imported_evaluation_is_hidden_from_others(personas: Personas, sign_in: SignIn) -> None:
    of_agent(personas)
    for name in ("quality:mine", "quality:board"):
        user = personas.other_agent if name == "quality:mine" else personas.other_supervisor
        assert "Imported evaluations" not in page_of(sign_in(user), name)


def test_evaluation_appears_when_it_is_released(personas: Personas, sign_in: SignIn) -> None:
    release = clock.now() + timedelta(days=2)
    review = of_agent(personas, releaseDate=release.isoformat())
    url = reverse("quality:imported_evaluation", args=[review.pk])
    assert sign_in(personas.agent).get(url).status_code == 404
    with clock.travel(release):
        assert sign_in(personas.agent).get(url).status_code == 200


def test_a_superseded_version_is_not_shown(personas: Personas, sign_in: SignIn) -> None:
    first = of_agent(personas, id="a")
    second = of_agent(personas, id="a", changedDate="2026-05-01T00:00:00Z")
    agent = sign_in(personas.agent)
    assert agent.get(reverse("quality:imported_evaluation", args=[first.pk])).status_code == 404
    assert agent.get(reverse("quality:imported_evaluation", args=[second.pk])).status_code == 200


def test_lead_reads_evaluations_of_team_contacts_during_the_crisis(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.ready(personas, [personas.other_agent.person_id], team_size=1)
    [invitation] = crises.invited(crisis, personas, 1)
    crises.accept(invitation, personas.other_agent)
    now = clock.now()
    Crisis.objects.filter(pk=crisis.pk).update(activated_at=now, state=Crisis.State.ACTIVE)
    before = make.review_of(personas.other_agent.person, personas.ops, conversationDate="2026-02-01T00:00:00Z")
    during = make.review_of(personas.other_agent.person, personas.ops, conversationDate=now.isoformat())
    outside = of_agent(personas, conversationDate=now.isoformat())
    unknown = make.review_of(
        personas.other_agent.person, personas.ops, conversationDate=None, releaseDate=None, changedDate=now.isoformat()
    )
    answers = {
        review.pk: sign_in(personas.supervisor)
        .get(reverse("crisis:imported_evaluation", args=[crisis.pk, review.pk]))
        .status_code
        for review in (before, during, outside, unknown)
    }
    assert answers == {before.pk: 404, during.pk: 200, outside.pk: 404, unknown.pk: 404}


def test_certain_matches_are_accepted_together(personas: Personas, sign_in: SignIn) -> None:
    Person.objects.filter(pk=personas.agent.person_id).update(email=NIA["email"])
    imported = make.taken(personas.ops, [make.evaluation(), make.evaluation(agent={"id": "x", "name": "Somebody"})])
    ops = sign_in(personas.ops)
    assert ops.post(reverse("intake:import_people", args=[imported.pk]), {"decide": "certain"}).status_code == 302
    people = ImportedEvaluation.objects.order_by("line").values_list("person", flat=True)
    assert list(people) == [personas.agent.person_id, None]


def test_only_certain_people_are_preselected_and_never_the_user(personas: Personas, sign_in: SignIn) -> None:
    Person.objects.filter(pk=personas.agent.person_id).update(email=NIA["email"])
    name = personas.other_agent.person.display_name
    imported = make.taken(personas.ops, [make.evaluation(), make.evaluation(agent={"id": "x", "name": name})])
    ops = sign_in(personas.ops)
    shown = page_of(ops, "intake:import_people", imported.pk)
    assert f'<option value="{personas.agent.person_id}" selected>' in shown
    assert f'<option value="{personas.other_agent.person_id}">' in shown
    typed = {f"who_{key_of(name)}": "", f"other_{key_of(name)}": f"#{personas.ops.person_id}"}
    answer = ops.post(reverse("intake:import_people", args=[imported.pk]), typed)
    assert answer.status_code == 422
    assert "Ask a colleague" in answer.content.decode()
    assert ImportedEvaluation.objects.waiting().count() == 2


def test_unknown_name_is_reported_and_people_are_suggested(personas: Personas, sign_in: SignIn) -> None:
    imported = make.taken(personas.ops, [make.evaluation(agent={"id": "x", "name": "Somebody"})])
    ops = sign_in(personas.ops)
    key = key_of("Somebody")
    answer = ops.post(reverse("intake:import_people", args=[imported.pk]), {f"who_{key}": "", f"other_{key}": "Nobody At All"})
    assert answer.status_code == 422
    assert "No one matches" in answer.content.decode()
    assert ops.post(reverse("intake:import_people", args=[imported.pk]), {f"who_{key}": "new"}).status_code == 422
    assert f"{reverse('people:find-person')}?of=intake.names" in page_of(ops, "intake:import_people", imported.pk)


def test_undo_page_shows_the_effects_first(personas: Personas, sign_in: SignIn) -> None:
    make.taken(personas.ops, [make.evaluation(id="a")])
    imported = make.taken(personas.ops, [make.evaluation(id="a", changedDate="2026-05-01T00:00:00Z"), make.evaluation(id="b")])
    ops = sign_in(personas.ops)
    shown = page_of(ops, "intake:import_undo", imported.pk)
    assert "Removes 1 evaluation that is in no other file." in shown
    assert "Restores 1 evaluation to the version in another file." in shown
    url = reverse("intake:import_undo", args=[imported.pk])
    assert ops.post(url).status_code == 302
    imported.refresh_from_db()
    make.finished(imported)
    assert "undid this import" in page_of(ops, "intake:import_detail", imported.pk)
    assert ops.get(url).status_code == 302


def test_a_file_whose_reading_stopped_is_discarded_on_its_page(personas: Personas, sign_in: SignIn) -> None:
    ops = sign_in(personas.ops)
    imported = make.stopped(personas.ops)
    url = reverse("intake:import_discard", args=[imported.pk])
    assert url in page_of(ops, "intake:import_detail", imported.pk)
    assert ops.post(url).status_code == 302
    shown = page_of(ops, "intake:import_detail", imported.pk)
    assert "This import was discarded" in shown
    assert url not in shown


def test_page_polls_for_changes_only(personas: Personas, sign_in: SignIn) -> None:
    ops = sign_in(personas.ops)
    imported = upload(ops, json.dumps([make.evaluation()]).encode())
    url = reverse("intake:import_detail", args=[imported.pk])
    fragment = ops.get(url, headers={"HX-Request": "true"}).content.decode()
    seen = fragment.split("?seen=")[1].split('"')[0]
    assert ops.get(url, {"seen": seen}, headers={"HX-Request": "true"}).status_code == 204
    make.worked(imported)
    assert "every 2s" not in ops.get(url, {"seen": seen}, headers={"HX-Request": "true"}).content.decode()


def test_file_over_the_limit_is_refused_on_the_page(personas: Personas, sign_in: SignIn, settings: object) -> None:
    settings.EVALUATIONS_MAX_BYTES = 100  # type: ignore[attr-defined] # pytest-django's fixture
    file = SimpleUploadedFile("evaluations.json", json.dumps([make.evaluation()]).encode())
    answer = sign_in(personas.ops).post(reverse("intake:import_new"), {"file": file})
    assert answer.status_code == 422
    assert "larger than 0 MB" in answer.content.decode()
    assert not Import.objects.exists()


def test_page_queries_do_not_grow_with_evaluations(
    personas: Personas, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in(personas.agent)
    of_agent(personas)
    with django_assert_max_num_queries(60) as few:  # type: ignore[attr-defined] # a context manager
        page_of(client, "quality:mine")
    for _number in range(4):
        of_agent(personas)
    with django_assert_max_num_queries(len(few)):  # type: ignore[attr-defined] # as above
        page_of(client, "quality:mine")


def test_an_upload_of_evaluations_without_a_csrf_token_is_refused(personas: Personas) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(personas.ops, backend="allauth.account.auth_backends.AuthenticationBackend")
    file = SimpleUploadedFile("evaluations.json", json.dumps([make.evaluation()]).encode())
    assert client.post(reverse("intake:import_new"), {"file": file}).status_code == 403
    assert not Import.objects.exists()
