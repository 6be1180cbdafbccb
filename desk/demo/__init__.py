"""An invented contact centre, created through the rooms' own actions, each at its moment in the past."""

from desk.demo.seeding import DemoNotAllowed, NotEmpty, seed
from desk.demo.story import Size

__all__ = ["DemoNotAllowed", "NotEmpty", "Size", "seed"]
