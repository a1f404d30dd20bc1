"""The address in a mail by which its reader stops mails of one kind, without signing in (RFC 8058)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import User

SALT = "accounts.unsubscribe"
VALID_FOR = dt.timedelta(days=400)


class Expired(Exception):
    """The address was right once, and is too old now."""


@dataclass(frozen=True)
class Wish:
    """Who wants no more mails of which kind."""

    person_id: uuid.UUID
    kind: str


def unsubscribe_address(person: User, kind: str) -> str:
    """The whole address; it does one thing only, and can be followed again and again."""
    token = signing.dumps([person.pk.hex, kind], salt=SALT)
    return f"{settings.PUBLIC_ADDRESS}{reverse('accounts:unsubscribe', args=[token])}"


def read_token(token: str) -> Wish | None:
    """What an address asks for, or None for one that we never wrote. Raises `Expired`."""
    try:
        person, kind = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.SignatureExpired as error:
        raise Expired from error
    except signing.BadSignature:
        return None
    return Wish(uuid.UUID(person), kind)


@transaction.atomic
def mute(person: User, kind: str) -> None:
    """Send no more mails of a kind. In the application its notices go on."""
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if kind not in locked.muted_kinds:
        locked.muted_kinds = sorted([*locked.muted_kinds, kind])
        locked.save(update_fields=["muted_kinds"])
