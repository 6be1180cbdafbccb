"""Rendering of all forms: marks for required fields, and errors linked to their fields."""

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.template import Context, Template

from core.forms import StyledForm


class Example(StyledForm):
    title = forms.CharField(help_text="A short name.")
    note = forms.CharField(required=False)
    key = forms.IntegerField(widget=forms.HiddenInput)
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    is_drill = forms.BooleanField(label="This is a drill")


def shown(form: forms.BaseForm, template: str = "{{ form }}") -> str:
    return " ".join(Template(template).render(Context({"form": form})).split())


def test_required_fields_are_marked_in_words_and_others_are_not() -> None:
    field = shown(Example(), "{{ form.title.as_field_group }}")
    assert 'Title <span class="form-label-description">Required</span>' in field
    assert " required" in field
    assert "Required" not in shown(Example(), "{{ form.note.as_field_group }}")
    # Groups and checkboxes are marked too, because a browser doesn't announce groups as required.
    assert "Kinds <span" in shown(Example(), "{{ form.kinds.as_field_group }}")
    assert "This is a drill <span" in shown(Example(), "{{ form.is_drill.as_field_group }}")


def test_help_and_errors_describe_their_field() -> None:
    field = shown(Example({"title": ""}), "{{ form.title.as_field_group }}")
    assert 'aria-describedby="id_title_helptext id_title_error"' in field
    assert 'id="id_title_helptext"' in field
    assert 'id="id_title_error"' in field
    assert 'aria-invalid="true"' in field


def test_error_of_a_hidden_field_is_said_above_the_form() -> None:
    page = shown(Example({"title": "T", "key": "x", "kinds": ["a"], "is_drill": "on"}))
    assert page.index("Enter a whole number") < page.index("Title")


def test_forms_of_packages_look_the_same() -> None:
    assert '<span class="form-label-description">Required</span>' in shown(ResetPasswordForm())
