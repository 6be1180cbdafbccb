"""Kinds of background work of this room, by registered name."""

COMPILE, EXPORT = "crisis.protocol", "crisis.export"
