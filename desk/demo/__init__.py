"""An invented contact centre, created through the rooms' own actions, each at its moment in the past."""

from desk.demo.schedule import Size
from desk.demo.seeding import DemoNotAllowed, NotEmpty, seed

__all__ = ["DemoNotAllowed", "NotEmpty", "Size", "seed"]
