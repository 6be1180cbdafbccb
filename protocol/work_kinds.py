"""The kinds of background work of this room, by the names under which they are registered and stored."""

COMPILE, EXPORT = "crisis.protocol", "crisis.export"
