"""Routes that only the tests have: all components on one page, and views that go wrong in every way."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from config.urls import urlpatterns as all_urls
from core.charts import Interval, IntervalChart, TimeChart
from core.forms import StyledForm
from core.models import Work
from core.progress import WorkProgress, progress_of
from core.refusals import Refused
from feedback.charts import MonthChart, month_charts
from people.identity import Channel
from tests.feedback.counts import criteria, person, rank

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

versions = count(1)


class EveryField(StyledForm):
    title = forms.CharField(help_text="A short name that everybody understands.")
    channel = forms.ChoiceField(choices=Channel)
    starts_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    what = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    channels = forms.MultipleChoiceField(choices=Channel, widget=forms.CheckboxSelectMultiple, help_text="One or more.")
    severity = forms.ChoiceField(choices=[("1", "One"), ("2", "Two")], widget=forms.RadioSelect)
    is_drill = forms.BooleanField(required=False, label="This is a drill", help_text="Nothing leaves the building.")


def chart() -> IntervalChart:
    return IntervalChart(
        key="csat",
        figure="CSAT",
        subject="CSP",
        caption="2 people are too close to call.",
        intervals=[
            Interval("Ana Amaral", 96.8, 93.1, 98.6),
            Interval("Bartholomeus van der Meulen-Oosterhuis", 90.4, 84.2, 94.0, is_unclear=True),
            Interval("Cem Aydın", 89.9, 83.0, 94.1, is_unclear=True),
            Interval("Dara Quinn", None, None, None),
        ],
        limit=80,
        limit_name="minimum 80 %",
        unclear_name="too close to call",
    )


def time_chart() -> TimeChart:
    """Three weeks with a fall in the middle, a day without responses, and one with few."""
    rates = [89.0, 90.1, 87.8, 91.2, 88.9, 90.0, None, 86.1, 82.9, 79.8, 81.0, 83.1, 84.0, 84.9, None, 84.2, None, 85.0, 84.4]
    return TimeChart(
        key="days",
        figure="CSAT",
        subject="Day",
        caption="89.2 % before, 84.4 % since activation.",
        intervals=[
            Interval(f"{day} Nov", rate, rate and rate - 4 - 20 * (day == 24), rate and rate + 3, count=90 if rate else 0)
            for day, rate in enumerate(rates, start=9)
        ],
        limit=75,
        limit_name="minimum of 75 %",
        count_name="Responses",
        marked_at=8,
        marker_name="activated",
    )


def months() -> MonthChart:
    (chart,) = month_charts(
        rank([person(1, [(50, 50), (0, 0), (42, 50), (45, 50)])], criteria(months=4, floor_percent=80)).rows
    )
    return chart


def works() -> list[WorkProgress]:
    started = NOW - timedelta(seconds=20)
    held: dict[str, Any] = {"token": uuid4(), "lease_until_at": NOW + timedelta(seconds=9)}
    rows = [
        Work(state=Work.State.WAITING),
        Work(state=Work.State.RUNNING, started_at=started, done_units=1234, total_units=20_000, **held),
        Work(state=Work.State.RUNNING, started_at=NOW - timedelta(minutes=3), **held),
        Work(
            state=Work.State.RUNNING,
            started_at=started,
            done_units=1234,
            total_units=20_000,
            token=uuid4(),
            lease_until_at=started,
        ),
        Work(
            state=Work.State.RUNNING, started_at=started, waits_for="Waiting for another import. This continues automatically."
        ),
        Work(
            state=Work.State.RUNNING,
            started_at=started,
            lease_until_at=NOW,
            error="Something went wrong on our side. Nothing is lost. You can try again.",
        ),
        Work(state=Work.State.DONE, finished_at=NOW, done_units=20_000, total_units=20_000),
        Work(state=Work.State.FAILED, finished_at=NOW, error="The file has no column “date”. Choose another profile."),
    ]
    return [progress_of(row, NOW) for row in rows]


def steps() -> list[dict[str, Any]]:
    return [
        {"title": "Select", "state": "done", "url": "#select", "note": "12 of 12"},
        {"title": "Buy-in", "state": "done", "url": "#buy-in", "note": "11 accepted"},
        {"title": "Train", "state": "current", "url": "#train", "note": "7 of 11 ready"},
        {"title": "Review", "state": "blocked", "note": "Needs an active crisis"},
        {"title": "Recognise", "state": "not_done", "url": "#recognise"},
    ]


def gallery(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, "Done.")
        return redirect("/gallery")
    context = {
        "chart": chart(),
        "time_chart": time_chart(),
        "months": months(),
        "works": works(),
        "steps": steps(),
        "forms": [EveryField(), EveryField({"title": ""}, auto_id="wrong_%s")],
        "short": EveryField(auto_id="short_%s"),
        "tones": ["", "primary", "success", "info", "warning", "danger"],
        "levels": ["info", "success", "warning", "error"],
        "version": next(versions),
    }
    return render(request, "gallery.html", context)


def live(request: HttpRequest) -> HttpResponse:
    return render(request, "_live.html", {"version": next(versions)})


def part(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("the part")


def forbidden(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def refused(_request: HttpRequest) -> HttpResponse:
    raise Refused("The crisis is closed already. Open a new one.")


def bad(_request: HttpRequest) -> HttpResponse:
    raise BadRequest


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("gallery", gallery),
    path("live", live),
    path("part", part),
    path("forbidden", forbidden),
    path("refused", refused),
    path("bad", bad),
    path("broken", broken),
    *all_urls,
]
