"""A plausible, invented contact centre, told through the rooms' own actions: the past happens in the past."""

from desk.demo.seeding import DemoNotAllowed, NotEmpty, seed
from desk.demo.story import Size

__all__ = ["DemoNotAllowed", "NotEmpty", "Size", "seed"]
