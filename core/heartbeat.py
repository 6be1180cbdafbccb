"""Heartbeat of a claim, which shows that its worker is alive during a long step."""

import logging
import threading
import uuid
from datetime import datetime

from django.db import Error, connection

from core import clock
from core.models import LEASE, Heartbeat

logger = logging.getLogger(__name__)

# Several beats fit into a lease, so a late one does no harm.
BEAT_SECONDS = 3.0


class Heart(threading.Thread):
    """Heartbeat that beats every few seconds on its own connection, because the step uses the other one.

    Work that finishes before the first beat needs neither a connection nor a row.
    """

    def __init__(self, token: uuid.UUID) -> None:
        super().__init__(daemon=True, name=f"heart-{token}")
        self._token = token
        self._over = threading.Event()

    def run(self) -> None:
        has_beaten = False
        try:
            while not self._over.wait(BEAT_SECONDS):
                has_beaten |= self._beat()
            if has_beaten:
                forget(self._token)
        except Error:
            logger.warning("a heartbeat could not be removed; the next claim removes it")
        finally:
            connection.close()

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _beat(self) -> bool:
        try:
            beat = Heartbeat(name=str(self._token), beat_at=clock.stamp())
            Heartbeat.objects.bulk_create([beat], update_conflicts=True, unique_fields=["name"], update_fields=["beat_at"])
        except Error as error:
            # If the database is down, the step itself will notice.
            logger.warning("a heartbeat did not reach the database (%s)", type(error).__name__)
            connection.close()
            return False
        return True


def forget(token: uuid.UUID) -> None:
    """Delete the heartbeat of a finished claim."""
    Heartbeat.objects.filter(name=str(token)).delete()


def is_beating(token: uuid.UUID, now: datetime) -> bool:
    """True if the worker with this claim had a recent heartbeat."""
    return Heartbeat.objects.filter(name=str(token), beat_at__gt=now - LEASE).exists()
