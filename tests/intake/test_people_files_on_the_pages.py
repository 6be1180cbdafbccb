"""Files about people on the pages: upload, questions, preview, names, publishing and undoing."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from intake.models import Import, ImportKind, StaffFile
from people.models import Person, User
from tests.factories import staff as make
from tests.factories.people import Personas

LIST = "Name,Email,Team,Languages,Salary\nIda Holm,ida@example.org,Blue,Klingon,1\n"


@pytest.fixture
def client(personas: Personas, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(personas.administrator)


def latest() -> Import:
    return Import.objects.latest("pk")


def upload(client: Client, text: str, name: str = "people.csv") -> str:
    """Upload a file, let a worker read it, and return the text of its page."""
    client.post(reverse("intake:staff_new"), {"file": SimpleUploadedFile(name, text.encode())})
    make.worked(latest())
    return page(client)


def page(client: Client) -> str:
    return client.get(reverse("intake:import_detail", args=[latest().pk])).content.decode()


def test_from_upload_to_undo(client: Client) -> None:
    assert "Answer questions" in upload(client, LIST)
    questions = reverse("intake:staff_questions", args=[latest().pk])
    shown = client.get(questions)
    assert "Which language is “Klingon”?" in shown.content.decode()
    form = shown.context["form"]
    assert not form.has_open_columns
    given = {name: form[name].value() or "" for name in form.fields}
    answer = next(name for name in form.fields if name.startswith("answer_"))
    refused = client.post(questions, {**given, answer: "Klingon"})
    assert refused.status_code == 422
    client.post(questions, {**given, answer: "tlh"})
    make.worked(latest())
    text = page(client)
    unread = "Columns that aren&#x27;t read: Salary"
    for part in ("People to add: 1. To change: 0. Unchanged: 0.", "New teams: Blue", unread, "Languages: tlh"):
        assert part in text
    client.post(reverse("intake:import_publish", args=[latest().pk]))
    make.worked(latest())
    assert Person.objects.get(email="ida@example.org").languages == ["tlh"]
    assert "The changes are made." in page(client)
    confirm = client.get(reverse("intake:import_undo", args=[latest().pk])).content.decode()
    assert "3 changes are undone." in confirm
    assert Person.objects.filter(email="ida@example.org").exists()
    client.post(reverse("intake:import_undo", args=[latest().pk]))
    make.worked(latest())
    assert not Person.objects.filter(email="ida@example.org").exists()


def test_other_content_gets_the_columns_that_its_titles_suggest(client: Client) -> None:
    upload(client, "Employee,Start date,End date\nIda Holm,2026-12-01,2026-12-04\n")
    questions = reverse("intake:staff_questions", args=[latest().pk])
    form = client.get(questions).context["form"]
    assert form["kind"].value() == ""
    client.post(questions, {**{name: form[name].value() or "" for name in form.fields}, "kind": "leave"})
    make.worked(latest())
    assert StaffFile.objects.get(file=latest()).settings["columns"] == {
        "name": "Employee",
        "first_on": "Start date",
        "last_on": "End date",
    }


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"column_name": "", "column_email": ""}, "column_name"),
        ({"column_team": "Name"}, "__all__"),
        ({"column_team": "Nonsense"}, "column_team"),
    ],
)
def test_columns_that_cannot_be_read_are_refused(client: Client, columns: dict[str, str], field: str) -> None:
    upload(client, LIST.replace("Klingon", "en"))
    questions = reverse("intake:staff_questions", args=[latest().pk])
    form = client.get(questions).context["form"]
    answer = client.post(questions, {**{name: form[name].value() or "" for name in form.fields}, **columns})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_names_are_matched_on_the_page_of_all_imports(client: Client) -> None:
    for _each in range(2):
        Person.objects.create(display_name="Kim Berg")
    assert "Match names" in upload(client, "Name,Contract hours\nKim Berg,30\n")
    people = client.get(reverse("intake:import_people", args=[latest().pk]))
    assert "Kim Berg" in people.content.decode()


def test_file_that_is_no_table_is_refused_with_a_message(client: Client) -> None:
    answer = client.post(reverse("intake:staff_new"), {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")})
    assert answer.status_code == 422
    assert not Import.objects.filter(kind=ImportKind.PEOPLE).exists()


def test_people_page_links_to_the_upload(client: Client) -> None:
    assert reverse("intake:staff_new") in client.get(reverse("people:list")).content.decode()


def test_columns_are_open_if_they_have_an_error_or_nothing_else_is_asked(client: Client) -> None:
    upload(client, LIST)
    questions = reverse("intake:staff_questions", args=[latest().pk])
    form = client.get(questions).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | {"column_name": "", "column_email": ""}
    answer = next(name for name in form.fields if name.startswith("answer_"))
    assert client.post(questions, given | {answer: "tlh"}).context["form"].has_open_columns
    upload(client, LIST.replace("Klingon", "English"))
    certain = client.get(reverse("intake:staff_questions", args=[latest().pk])).context["form"]
    assert certain.has_open_columns
