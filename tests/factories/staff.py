"""Files about people that were uploaded, read, published or undone."""

from core.work import find, run_here
from intake.actions.publication_request import request_publication
from intake.actions.staff_files import read_staff_file_as, receive_staff_file
from intake.actions.undo import undo
from intake.models import Import
from intake.queries.staff import read_so_far
from intake.staff_settings import StaffSettings
from people.models import User


def worked(imported: Import) -> Import:
    """Do the current work of an import."""
    work = find(imported.work_key)
    assert work is not None
    run_here(work)
    imported.refresh_from_db()
    return imported


def uploaded(actor: User, text: str, name: str = "people.csv") -> Import:
    """A file that a worker has read."""
    imported = receive_staff_file(actor=actor, file_name=name, chunks=[text.encode()])
    imported.refresh_from_db()
    return worked(imported)


def answered(actor: User, imported: Import, *answers: str) -> Import:
    """The file after its questions were answered, in their order, and it was read again."""
    known = read_so_far(imported)
    assert known is not None
    settings, content = known
    given = {question.key: answer for question, answer in zip(content.questions, answers, strict=True)}
    chosen = StaffSettings(settings.kind, settings.columns, {**settings.answers, **given}, settings.people)
    read_staff_file_as(actor=actor, imported=imported, settings=chosen)
    imported.refresh_from_db()
    return worked(imported)


def published(actor: User, imported: Import) -> Import:
    return worked(request_publication(actor=actor, imported=imported))


def undone(actor: User, imported: Import) -> Import:
    return worked(undo(actor=actor, imported=imported))


def calendar(*entries: str) -> str:
    """Calendar of entries, each with lines separated by bars."""
    parts = [f"BEGIN:VEVENT|UID:{number}|{entry}|END:VEVENT" for number, entry in enumerate(entries)]
    return "|".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""]).replace("|", "\r\n")
