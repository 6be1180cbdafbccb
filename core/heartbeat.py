"""The heartbeat of a claim: says that its worker is alive while a step takes long."""

import logging
import threading
import uuid
from datetime import datetime

from django.db import Error, connection

from core import clock
from core.models import LEASE, Heartbeat

logger = logging.getLogger(__name__)

# Several beats fit into a lease, so one that comes late does no harm.
BEAT_SECONDS = 3.0


class Heart(threading.Thread):
    """Beats every few seconds, over a connection of its own because the step is busy with the other one.

    Work that is done before the first beat costs neither a connection nor a row.
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
            # The step finds out for itself whether the database is gone for good.
            logger.warning("a heartbeat did not reach the database (%s)", type(error).__name__)
            connection.close()
            return False
        return True


def forget(token: uuid.UUID) -> None:
    """Delete the heartbeat of a claim that is over."""
    Heartbeat.objects.filter(name=str(token)).delete()


def is_beating(token: uuid.UUID, now: datetime) -> bool:
    """Whether the worker with this claim has said lately that it is alive."""
    return Heartbeat.objects.filter(name=str(token), beat_at__gt=now - LEASE).exists()
