"""Form pages have a heading, an introduction, fields, a button and a link back."""

from django import forms
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from core.forms import StyledForm
from core.pages import Link, form_page
from core.typing import HtmxRequest
from people.models import User


class NameForm(StyledForm):
    name = forms.CharField()
    file = forms.FileField(required=False)


def shown(form: forms.BaseForm, **parts: object) -> tuple[HttpResponse, str]:
    request: HtmxRequest = RequestFactory().get("/")  # type: ignore[assignment] # the next lines make it one
    request.htmx, request.user = HtmxDetails(request), User()
    answer = form_page(request, form, heading="A <b> name", button="Save the name", back="/back", **parts)  # type: ignore[arg-type]
    return answer, " ".join(answer.content.decode().split())


def test_form_page_names_its_button_and_leads_back(db: None) -> None:
    answer, text = shown(NameForm(), above=Link("Names", "/names"), intro=["Only you see it."])
    assert answer.status_code == 200
    assert "A &lt;b&gt; name" in text
    assert '<button type="submit" class="btn btn-primary">Save the name</button>' in text
    assert '<a class="btn" href="/back">Cancel</a>' in text
    assert '<a class="text-break" href="/names">Names</a>' in text
    assert "Only you see it." in text
    assert 'enctype="multipart/form-data"' in text
    assert "csrfmiddlewaretoken" in text


def test_form_that_comes_back_with_errors_answers_422(db: None) -> None:
    answer, text = shown(NameForm({"name": ""}))
    assert answer.status_code == 422
    assert "This field is required." in text
    assert "<title> Error: A &lt;b&gt; name" in text


def test_form_without_fields_confirms_what_will_happen(db: None) -> None:
    answer, text = shown(forms.Form(), effects=["Removes 3 contacts.", "Keeps 2."], tone="danger")
    assert answer.status_code == 200
    assert "<li>Removes 3 contacts.</li><li>Keeps 2.</li>" in text
    assert 'class="btn btn-danger"' in text
