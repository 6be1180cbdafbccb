"""Content of an item of a refresher, as forms and callers hand it to actions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ItemContent:
    """What an item says. `about_id` is the script, role play or quiz of kinds that have one."""

    title: str
    text: str = ""
    minutes: int = 10
    about_id: int | None = None
    is_anonymised: bool = False
