"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from partnerdesk.core.addresses import is_ours


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Where sign-in and sign-out go on to: pages of ours. The library's own look stumbles over broken addresses."""
        return bool(url) and is_ours(url)
