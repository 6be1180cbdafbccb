from tests.core.jobs import job

__all__ = ["job"]
