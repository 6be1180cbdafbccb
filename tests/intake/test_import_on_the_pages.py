"""Pages of imports: upload, preview, matching columns and names, publishing, and errors."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from core.models import Work
from core.work import find
from feedback.models import Interaction
from intake.forms.people import key_of
from intake.models import Import
from people.models import Person, SourceIdentity, User
from tests.factories import feedback
from tests.factories.people import Personas, PersonFactory

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]

OTHER = b"ticket,who,when,stars\n1,Nia,01/02/2026,4\n2,Omar,03/04/2026,9\n3,Nia,05/06/2026,10\n"
ANSWERS = {
    "column_external_id": "ticket", "column_agent": "who", "column_started": "when", "column_rating": "stars",
    "source": "shop", "date_format": "%d/%m/%Y", "time_style": "clock", "instrument": "csat", "lowest": "1", "highest": "10",
    "durations": "seconds",
}  # fmt: skip


@pytest.fixture
def ops(personas: Personas, sign_in: SignIn) -> Client:
    return sign_in(personas.ops)


def upload(client: Client, content: bytes, name: str = "calls.csv") -> "tuple[int, str]":
    response = client.post(reverse("intake:import_new"), {"file": SimpleUploadedFile(name, content)})
    return response.status_code, response.content.decode()


def latest() -> Import:
    return Import.objects.latest("pk")


def who(label: str) -> str:
    """Name of the field with the person for a name."""
    return f"who_{key_of(label)}"


def page_of(client: Client, name: str = "intake:import_detail") -> str:
    return client.get(reverse(name, args=[latest().pk])).content.decode()


def test_known_file_is_read_previewed_and_published_on_request(ops: Client) -> None:
    assert upload(ops, feedback.calls())[0] == 302
    assert "Reading the file" in page_of(ops)
    feedback.worked(latest())
    assert "2 names don't match anyone yet" in page_of(ops)
    assert not Interaction.objects.exists()
    answer = ops.post(reverse("intake:import_people", args=[latest().pk]), {who("Nia"): "new", who("Omar"): "new"})
    assert answer.status_code == 302
    assert "Billing" in page_of(ops)
    publish = reverse("intake:import_publish", args=[latest().pk])
    assert [ops.post(publish).status_code, ops.post(publish).status_code] == [302, 302]
    assert Work.objects.filter(subject_id=latest().pk).count() == 2
    feedback.worked(latest())
    assert "Rankings and charts now include this import" in page_of(ops)
    assert Interaction.objects.count() == 5
    assert ops.post(publish).status_code == 302
    assert "calls.csv" in ops.get(reverse("intake:imports")).content.decode()


def test_names_are_matched_to_people_with_similar_names(ops: Client) -> None:
    niah = PersonFactory.create(display_name="Nia H")
    upload(ops, feedback.calls())
    feedback.worked(latest())
    assert "Nia H" in page_of(ops, "intake:import_people")
    ops.post(reverse("intake:import_people", args=[latest().pk]), {who("Nia"): str(niah.pk), who("Omar"): ""})
    assert SourceIdentity.objects.get(label="Nia").person == niah
    assert latest().state == Import.State.NEEDS_PEOPLE
    ops.post(reverse("intake:import_people", args=[latest().pk]), {who("Omar"): "", "decide": "all"})
    assert latest().state == Import.State.CHECKED
    assert Person.objects.filter(display_name="Omar").exists()


def test_the_columns_of_an_unknown_file_are_matched_with_a_preview(ops: Client) -> None:
    status, _content = upload(ops, OTHER)
    assert (status, latest().state) == (302, Import.State.UPLOADED)
    columns = reverse("intake:import_columns", args=[latest().pk])
    form = ops.get(columns).content.decode()
    assert "can be read in more than one way" in form
    preview = ops.get(columns, ANSWERS, headers={"HX-Request": "true"}).content.decode()
    assert "1 Feb 2026" in preview
    assert ops.post(columns, {**ANSWERS, "preview": "1"}, headers={"HX-Request": "true"}).content.decode() == preview
    assert "<html" not in preview
    assert ops.post(columns, {**ANSWERS, "date_format": ""}).status_code == 422
    assert ops.post(columns, {**ANSWERS, "column_agent": "ticket"}).status_code == 422
    assert ops.post(columns, ANSWERS).status_code == 302
    read = feedback.worked(latest())
    assert (read.source, read.counts["rows"], read.counts["rejected"]) == ("shop", 3, 0)


def test_preview_shows_points_and_rejected_rows(ops: Client) -> None:
    upload(
        ops, b"ticket,who,when,stars,way\n1,Nia,13/02/2026 10:00,great,Outcall\n2,Omar,03/04/2026,9,Video\n3,Nia,soon,4,Email\n"
    )
    columns = reverse("intake:import_columns", args=[latest().pk])
    asked = {
        **ANSWERS,
        "column_channel": "way",
        "words": "great = 5",
        "channels": "Video = chat",
        "highest": "5",
        "preview": "1",
    }
    preview = " ".join(ops.post(columns, asked, headers={"HX-Request": "true"}).content.decode().split())
    for said in ("great →", "5 of 5", "satisfied", "Fri 13 Feb 2026, 10:00:00 CET", "2 of the first 3 rows", "soon", "Phone"):
        assert said in preview
    assert latest().state == Import.State.UPLOADED
    wrong = ops.post(columns, {**asked, "lowest": "9", "channels": "Video"}, headers={"HX-Request": "true"}).content.decode()
    assert "The highest rating must be above the lowest." in wrong
    assert "be read. Write a value from the file" in wrong


def test_channel_names_are_shown_with_their_channels(ops: Client) -> None:
    upload(
        ops, b"id,agent,date,rating,channel_name\n1,A,2026-01-05,4,Outcall\n2,B,2026-01-05,4,Video\n3,B,2026-01-05,4,Inbound\n"
    )
    columns = reverse("intake:import_columns", args=[latest().pk])
    form = ops.get(columns).context["form"]
    assert form.initial["channels"].splitlines() == ["Outcall = Phone", "Video = Other", "Inbound = Phone"]
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}}
    assert ops.post(columns, {**answers, "source": "shop", "channels": "video = Chat\nInbound = phone"}).status_code == 302
    read = feedback.worked(latest())
    assert list(read.staged.order_by("line").values_list("channel", flat=True)) == ["phone", "chat", "phone"]


def test_topics_are_grouped(ops: Client) -> None:
    upload(
        ops,
        b"id,agent,date,rating,topic\n1,A,2026-01-05,4,Late parcel\n2,B,2026-01-05,4,Lost  Parcel\n3,B,2026-01-05,4,Invoice\n",
    )
    columns = reverse("intake:import_columns", args=[latest().pk])
    form = ops.get(columns).context["form"]
    assert "Invoice = Invoice" in form.initial["topics"].splitlines()
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}} | {"source": "shop"}
    for wrong in ("Invoice", "Invoice =", f"Invoice = {'x' * 300}"):
        assert "Write a topic from the file" in ops.post(columns, {**answers, "topics": wrong}).content.decode()
    said = "late parcel = Delivery\nlost parcel = Delivery\nInvoice = Invoice"
    assert ops.post(columns, {**answers, "topics": said}).status_code == 302
    read = feedback.worked(latest())
    assert list(read.staged.order_by("line").values_list("topic", flat=True)) == ["Delivery", "Delivery", "Invoice"]
    assert read.profile["topics"] == {"late parcel": "Delivery", "lost parcel": "Delivery"}


def test_suggested_topics_can_be_saved_and_changed(ops: Client) -> None:
    odd = ("a=b", "x" * 300, '"two\nlines"')
    rows = "".join(f"{number},A,2026-01-05,5,{topic}\n" for number, topic in enumerate(("Lost  Parcel", "Invoice", *odd)))
    upload(ops, f"id,agent,date,rating,topic\n{rows}".encode())
    columns = reverse("intake:import_columns", args=[latest().pk])
    form = ops.get(columns).context["form"]
    assert form.initial["topics"].splitlines() == ["Lost  Parcel = Lost  Parcel", "Invoice = Invoice"]
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}} | {"source": "shop"}
    said = "Lost  Parcel = Delivery\nInvoice = Invoice"
    assert ops.post(columns, {**answers, "topics": said, "remember_as": "Shop"}).status_code == 302
    read = feedback.worked(latest())
    assert set(read.staged.values_list("topic", flat=True)) == {"Delivery", "Invoice", "a=b", "two lines", ""}
    again = ops.get(columns).context["form"].initial["topics"].splitlines()
    assert again == ["Invoice = Invoice", "Lost  Parcel = Delivery"]


def test_columns_with_the_same_title_need_a_choice(ops: Client) -> None:
    upload(ops, b"assignee_id,ticket_id,score,created_at,score\n7,1,good,2026-01-05T09:00:00Z,bad\n")
    assert latest().state == Import.State.UPLOADED
    form = ops.get(reverse("intake:import_columns", args=[latest().pk])).context["form"]
    assert ("score (2)", "score (2) — bad") in form.fields["column_rating"].choices


def test_sheets_that_are_not_read_are_named_on_the_page(ops: Client) -> None:
    book = Workbook()
    for name in ("January", "February"):
        sheet = book.create_sheet(name)
        sheet.append(["id", "agent", "date", "rating"])
        sheet.append(["1", "Nia", "2026-01-05", 4])
    book.remove(book.worksheets[0])
    content = BytesIO()
    book.save(content)
    upload(ops, content.getvalue(), "year.xlsx")
    for name in ("intake:import_columns", "intake:import_detail"):
        assert "Other sheets with data: February." in page_of(ops, name)


def test_reading_again_with_other_columns_replaces_the_rows(ops: Client) -> None:
    upload(ops, OTHER)
    columns = reverse("intake:import_columns", args=[latest().pk])
    ops.post(columns, {**ANSWERS, "highest": "5", "scale_answer": "leave_out"})
    assert feedback.worked(latest()).counts["rejected"] == 2
    assert "9 is outside 1 to 5" in page_of(ops)
    ops.post(columns, ANSWERS)
    assert feedback.worked(latest()).counts["rejected"] == 0
    assert latest().rejections.count() == 0
    assert latest().staged.count() == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"a,b\n", "has a header but no rows"),
        (bytes(range(256)) * 50, "read this kind of file"),
        (b"one column\n1\n", "This file has only one column"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_clear_answer(ops: Client, content: bytes, sentence: str) -> None:
    status, page = upload(ops, content)
    assert status == 422
    assert sentence in page
    assert not Import.objects.exists()


def test_too_large_file_is_refused_during_the_upload(ops: Client, settings: object) -> None:
    settings.IMPORT_MAX_BYTES = 2 * 1024 * 1024  # type: ignore[attr-defined]
    status, page = upload(ops, b"a,b\n" + b"1,2\n" * 700_000)
    assert status == 422
    assert "larger than 2 MB" in page
    assert not Import.objects.exists()


def test_upload_without_csrf_token_is_refused(personas: Personas) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(personas.ops, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert upload(client, feedback.calls())[0] == 403
    assert not Import.objects.exists()


def test_rejected_rows_can_be_downloaded_without_formulas(ops: Client) -> None:
    upload(ops, feedback.calls([*feedback.CALLS, "=cmd|'/c calc'!A1;Nia;99.01.2026;0.5;T;Y;Y;1;12:00:01 AM;5;Y;"]))
    feedback.worked(latest())
    response = ops.get(reverse("intake:import_rejected", args=[latest().pk]))
    header, row = response.getvalue().decode().splitlines()
    assert header.startswith("\ufeffCall Id,Agent,")
    assert row.startswith("'=cmd|")
    assert '7,Date,99.01.2026,"This date' in row


def test_discarding_deletes_everything(ops: Client) -> None:
    upload(ops, feedback.calls())
    feedback.worked(latest())
    ops.post(reverse("intake:import_discard", args=[latest().pk]))
    assert (latest().state, latest().staged.count()) == (Import.State.ABANDONED, 0)
    publish = ops.post(reverse("intake:import_publish", args=[latest().pk]))
    assert publish.status_code == 409


def test_failed_import_shows_the_reason_and_can_be_retried(ops: Client) -> None:
    from intake.upload_storage import place_of

    upload(ops, feedback.calls())
    place = place_of(latest().path)
    content = place.read_bytes()
    place.unlink()
    work = find(latest().work_key)
    assert work is not None
    from core.work import run

    run(work.pk)
    assert "The uploaded file is gone" in page_of(ops)
    place.write_bytes(content)
    assert ops.post(reverse("intake:import_retry", args=[latest().pk])).status_code == 302
    assert feedback.worked(latest()).state == Import.State.NEEDS_PEOPLE


def test_the_live_part_answers_that_nothing_is_new(ops: Client) -> None:
    upload(ops, feedback.calls())
    url = reverse("intake:import_detail", args=[latest().pk])
    seen = ops.get(url).context["status"].version
    assert ops.get(url, {"seen": seen}, headers={"HX-Request": "true"}).status_code == 204
    assert ops.get(url, {"seen": "old"}, headers={"HX-Request": "true"}).status_code == 200


def test_query_count_of_the_list_does_not_grow_with_files(ops: Client) -> None:
    asked = []
    for _ in range(2):
        for _ in range(3):
            feedback.arrived(Import.State.STAGING)
        with CaptureQueriesContext(connection) as queries:
            ops.get(reverse("intake:imports"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


SHOP = (
    b"Unique id,channel_name,category,Issue_reported at,Survey_response_Date,Agent_name,CSAT Score\n"
    b"a-1,Inbound,Returns,13/08/2023 11:13,14-Aug-23,Nia,5\n"
    b"a-2,Outcall,Returns,01/08/2023 12:52,01-Aug-23,Omar,1\n"
)


def test_response_dates_can_have_another_format(ops: Client) -> None:
    upload(ops, SHOP)
    columns = reverse("intake:import_columns", args=[latest().pk])
    form = ops.get(columns).context["form"]
    assert (form.initial["date_format"], form.initial["answer_format"]) == ("%d/%m/%Y", "%d-%b-%y")
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}}
    assert ops.post(columns, {**answers, "source": "shop"}).status_code == 302
    read = feedback.worked(latest())
    assert (read.counts["rows"], read.counts["rejected"], read.counts["with_rating"]) == (2, 0, 2)
    first = read.staged.order_by("line").first()
    assert first is not None
    assert (first.topic, str(first.responded_at)[:10]) == ("Returns", "2023-08-13")


def test_the_points_of_a_known_file_can_be_changed_before_it_is_read(ops: Client) -> None:
    upload(ops, b"assignee_id,ticket_id,score,created_at\n7,1,good,2026-01-05T09:00:00Z\n7,2,bad,2026-01-06T09:00:00Z\n")
    columns = reverse("intake:import_columns", args=[latest().pk])
    form = ops.get(columns).context["form"]
    assert form.initial["words"].splitlines() == ["good = 5", "bad = 1", "offered =", "unoffered ="]
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}}
    assert ops.post(columns, {**answers, "words": "good = 6"}).status_code == 422
    assert ops.post(columns, {**answers, "words": "good = 4\nbad ="}).status_code == 302
    read = feedback.worked(latest())
    assert list(read.staged.order_by("line").values_list("value", flat=True)) == [4, None]


def test_numbers_can_be_accepted_for_a_source_that_rates_in_words(ops: Client) -> None:
    upload(ops, b"assignee_id,ticket_id,score,created_at\n7,1,5,2026-01-05T09:00:00Z\n7,2,2,2026-01-06T09:00:00Z\n")
    assert feedback.worked(latest()).counts["rejected"] == 2
    columns = reverse("intake:import_columns", args=[latest().pk])
    initial = ops.get(columns).context["form"].initial
    assert initial["words_only"]
    answers = {name: value for name, value in initial.items() if value not in {"", False}}
    assert ops.post(columns, {**answers, "words": ""}).status_code == 422
    del answers["words_only"]
    assert ops.post(columns, answers).status_code == 302
    read = feedback.worked(latest())
    assert list(read.staged.order_by("line").values_list("value", flat=True)) == [5, 2]


def test_known_file_with_ambiguous_dates_needs_a_choice(ops: Client) -> None:
    lines = "assignee_id,ticket_id,score,created_at\n7,1,good,{}\n7,2,bad,03/04/2026 10:00\n"
    upload(ops, lines.format("01/02/2026 09:00").encode())
    assert latest().state == Import.State.UPLOADED
    form = ops.get(reverse("intake:import_columns", args=[latest().pk])).context["form"]
    assert (form.initial["source"], form.initial["column_rating"], form.initial["date_format"]) == ("zendesk", "score", "")
    assert "can be read in more than one way" in form.ambiguity
    upload(ops, lines.format("13/02/2026 09:00").encode())
    read = feedback.worked(latest())
    assert (read.counts["rejected"], read.profile["dates"]["date"]) == (0, "%d/%m/%Y")
