"""What this room does with data about people, and what `core`, the journal and the sign-in packages keep about them."""

from people.data_uses.account import ACCOUNT
from people.data_uses.messages import MESSAGES
from people.data_uses.omissions import OMISSIONS
from people.data_uses.records import RECORDS
from people.data_uses.work import WORK

ENTRIES = (*ACCOUNT, *WORK, *MESSAGES, *RECORDS, *OMISSIONS)
