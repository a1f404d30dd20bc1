"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
