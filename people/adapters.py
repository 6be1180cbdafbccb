from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is not typed
    """Sign-ins are given by an administrator, never taken."""

    def is_open_for_signup(self, _request: Any) -> bool:
        return False
