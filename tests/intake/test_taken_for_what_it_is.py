"""Files and rows that only look similar are not confused."""

from intake.reading.reasons import RejectionReason
from tests.intake.dirty import parsed, rejected, understood
from tests.intake.known import profile_of

RECORD = '{"id": "", "agent": "Nia", "date": "2026-01-05", "rating": 4}'


def test_empty_seventh_column_is_not_taken_for_a_translated_report() -> None:
    assert profile_of(b"Ticket,Score,Remarks,Customer,Email,Phone,Fax,Closed\nT-1,5,ok,C,e,1,,2026-01-05\n") is None


def test_ratings_without_teammate_or_contact_are_not_taken_for_intercom() -> None:
    assert profile_of(b"id,agent,rating,remark,created_at,updated_at\n1,Nia,5,ok,2026-01-05,2026-01-05\n") is None


def test_an_id_that_a_spreadsheet_shortened_is_refused() -> None:
    (bad,) = rejected(understood(b"id,agent,date,rating\n1.23457E+16,Nia,2026-01-05,4\n"))
    assert (bad.value, bad.reason) == ("1.23457E+16", RejectionReason.ID_SHORTENED)


def test_row_without_id_is_recognised_in_files_with_other_columns() -> None:
    alone = understood(f"[{RECORD}]".encode())
    beside = understood(f'[{{"extra": null, "rating": 5, "date": "2026-01-06", "agent": "", "id": "9"}}, {RECORD}]'.encode())
    assert parsed(alone)[0].digest == parsed(beside)[1].digest != ""
    mended = understood(
        b"id,agent,date,rating,Rejected: line,Rejected: column,Rejected: value,Rejected because\n,Nia,2026-01-05,4,7,x,y,z\n"
    )
    assert parsed(mended)[0].digest == parsed(alone)[0].digest
