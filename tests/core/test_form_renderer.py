"""Rendering of all forms: marks for required fields, and a summary of the errors that links to their fields."""

import pytest
from allauth.account.forms import ResetPasswordForm
from django import forms
from django.template import Context, Template

from core.forms import FormProblem, StyledForm, problems


class Example(StyledForm):
    title = forms.CharField(help_text="A short name.")
    note = forms.CharField(required=False)
    key = forms.IntegerField(widget=forms.HiddenInput)
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    is_drill = forms.BooleanField(label="This is a drill")
    end = forms.DateField(label="When does it end?", required=False)
    zone = forms.ChoiceField(choices=[("utc", "UTC")])


class Optional(StyledForm):
    note = forms.CharField(required=False)


def shown(form: forms.BaseForm, template: str = "{{ form }}") -> str:
    return " ".join(Template(template).render(Context({"form": form})).split())


MARK = '<span class="required-mark" aria-hidden="true">*</span>'
IN_WORDS = '<span class="visually-hidden">Required</span>'


@pytest.mark.parametrize("name", ["title", "is_drill"])
def test_required_field_has_a_quiet_mark_and_its_control_says_so(name: str) -> None:
    field = shown(Example(), f"{{{{ form.{name}.as_field_group }}}}")
    assert MARK in field
    assert " required" in field
    assert IN_WORDS not in field


def test_required_group_of_checkboxes_says_so_in_words() -> None:
    # The attribute would require each box.
    field = shown(Example(), "{{ form.kinds.as_field_group }}")
    assert f"Kinds {MARK} {IN_WORDS}" in field
    assert " required" not in field


@pytest.mark.parametrize("name", ["note", "end", "zone"])
def test_field_that_may_stay_empty_or_never_is_has_no_mark(name: str) -> None:
    field = shown(Example(), f"{{{{ form.{name}.as_field_group }}}}")
    assert MARK not in field
    assert " required" not in field


def test_mark_is_explained_once_before_the_first_field() -> None:
    page = shown(Example())
    note = f'<p class="required-note"> {MARK} Required </p>'
    assert page.count(note) == 1
    assert page.index(note) < page.index("<label")


def test_form_without_required_fields_explains_no_mark() -> None:
    assert "required-note" not in shown(Optional())


def test_error_summary_lists_the_errors_of_the_form_and_then_those_of_its_fields() -> None:
    form = Example({"title": "", "key": "x", "is_drill": "on", "zone": "utc", "end": "yesterday"})
    form.add_error(None, "Both can't be true.")
    assert list(problems(form)) == [
        FormProblem("Both can't be true.", ""),
        FormProblem("“Title” is required.", "id_title"),
        FormProblem("Enter a whole number.", ""),
        FormProblem("“Kinds” is required.", "id_kinds_0"),
        FormProblem("When does it end? Enter a valid date.", "id_end"),
    ]


def test_error_summary_escapes_and_links_its_lines() -> None:
    page = shown(Example({"key": "1", "title": "T", "kinds": ["<i>"], "is_drill": "on", "zone": "utc"}))
    assert page.index('role="alert"') < page.index("<label")
    assert '<a class="alert-link" href="#id_kinds_0">Kinds: Select a valid choice. &lt;i&gt; is not one' in page


@pytest.mark.parametrize("form", [Example(), Optional({})], ids=["not sent", "accepted"])
def test_form_without_errors_has_no_summary(form: StyledForm) -> None:
    assert "data-error-summary" not in shown(form)


def test_help_and_errors_describe_their_field() -> None:
    field = shown(Example({"title": ""}), "{{ form.title.as_field_group }}")
    assert 'aria-describedby="id_title_helptext id_title_error"' in field
    assert 'id="id_title_helptext"' in field
    assert 'id="id_title_error"' in field
    assert 'aria-invalid="true"' in field


def test_error_of_a_hidden_field_is_said_above_the_form() -> None:
    page = shown(Example({"title": "T", "key": "x", "kinds": ["a"], "is_drill": "on", "zone": "utc"}))
    assert page.index("Enter a whole number") < page.index("Title")


def test_forms_of_packages_look_the_same() -> None:
    assert MARK in shown(ResetPasswordForm())
    assert '<a class="alert-link" href="#id_email">“Email” is required.</a>' in shown(ResetPasswordForm({}))
