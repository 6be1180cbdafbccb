"""What this room does with data about people."""

from feedback.data_uses.contacts import CONTACTS
from feedback.data_uses.figures import FIGURES
from feedback.data_uses.omissions import OMISSIONS

ENTRIES = (*CONTACTS, *FIGURES, *OMISSIONS)
