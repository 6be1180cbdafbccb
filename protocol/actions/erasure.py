"""Erasure of a person in protocols: in texts that name them, and in exported files."""

from django.db.models import TextField
from django.db.models.functions import Cast

from people.erasure import Erased, rename_in
from protocol.models import ImprovementAction, Protocol, ProtocolExport


def forget(erased: Erased) -> None:
    """Replace the person's names. Exported files are deleted and created again on request."""
    rename_in(erased, ImprovementAction.objects.all(), "action", "verification")
    written = Protocol.objects.alias(a=Cast("compiled", TextField()), b=Cast("texts", TextField()))
    for protocol in written.filter(erased.mentioned_in("a", "b")):
        protocol.compiled, protocol.texts = erased.in_value(protocol.compiled), erased.in_value(protocol.texts)
        protocol.save(update_fields=["compiled", "texts"])
        ProtocolExport.objects.filter(protocol=protocol).delete()
