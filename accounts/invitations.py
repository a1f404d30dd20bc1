"""The link through which an invited person sets a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import User


def invitation_link(person: User) -> str:
    """A one-time address; it is void once a password is set. An administrator hands it over."""
    names = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    path = reverse("account_reset_password_from_key", kwargs=names)
    return f"{settings.PUBLIC_ADDRESS}{path}"
