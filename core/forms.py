"""Base classes and widgets of forms."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Digits of the largest possible id. Longer texts aren't ids, and int() refuses very long ones.
LONGEST_ID = 18

EARLIEST_YEAR, LATEST_YEAR = 1930, 2130


class FormRenderer(TemplatesSetting):
    """Renderer of all forms, also those of packages: `{{ form }}` and `{{ form.name.as_field_group }}` in templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class LongSelect(forms.Select):
    """Select with hundreds of options, without groups. Django's own renders two templates per option."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - the base class's
        chosen = set(self.format_value(value))
        options = [(choice, " selected" if str(choice) in chosen else "", label) for choice, label in self.choices]
        lines = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>{}</select>", flatatt({**self.build_attrs(self.attrs, attrs), "name": name}), lines)


class LongText(forms.CharField):
    """Text area with a sensible maximum length."""

    def __init__(self, *, rows: int = 4, max_length: int = 4000, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=max_length, **options)


class StyledForm(forms.Form):
    """Form with Tabler's classes and error marks for screen readers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", _css_class(field.widget))
            if isinstance(field, forms.DateField | forms.DateTimeField):
                field.validators = [*field.validators, refuse_other_ages]


class FormProblem(NamedTuple):
    """Line of the error summary: the message, and the id of the control to correct, or "" if it's about the whole form."""

    text: str
    control_id: str


def problems(form: forms.BaseForm) -> Iterator[FormProblem]:
    """Lines of the error summary of a refused form: errors of the whole form, then those of each field, in the form's order."""
    if not form.errors:
        return
    for error in form.non_field_errors():
        yield FormProblem(str(error), "")
    for name in form.fields:
        field = form[name]
        for error in form.errors.get(name, ()):
            # A hidden field has no label and can't be corrected by hand.
            yield (
                FormProblem(str(error), "")
                if field.is_hidden
                else FormProblem(_named(str(field.label), str(error)), _control_id(field))
            )


def _named(label: str, error: str) -> str:
    """An error that can be read away from its field."""
    if error == str(forms.Field.default_error_messages["required"]):
        return _("“%(label)s” is required.") % {"label": label}
    if label.endswith(("?", "!", ".", ":")):
        return _("%(question)s %(error)s") % {"question": label, "error": error}
    return _("%(label)s: %(error)s") % {"label": label, "error": error}


def _control_id(field: forms.BoundField) -> str:
    """Id of the control that gets the focus: the first one of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.id_for_label)


def refuse_other_ages(value: date) -> None:
    """Refuse dates in distant years. Some have no moment in UTC, and Python can't read all dates of PostgreSQL."""
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise ValidationError(_("Choose a date between 1930 and 2130."))


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
