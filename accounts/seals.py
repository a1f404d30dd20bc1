"""Names in frozen content: a seal stands in the content, the name beside it (docs/adr/0002).

A seal is the SHA-256 of a random salt with the person's id and name. While salt and name are kept, anybody can
check that the seal is theirs; once they are erased the content and its hash stay whole, and the name is gone.
"""

import secrets
from collections.abc import Iterable

from accounts.models import NameSeal, User
from partnerdesk.core.canonical import canonical_bytes, sha256_hex


def seal_of(user: User) -> str:
    """The seal of a person under their present name; the same name has the same seal."""
    known = NameSeal.objects.filter(user=user, name=user.name).first()
    if known:
        return known.seal
    salt = secrets.token_hex(16)
    seal = sha256_hex(canonical_bytes({"salt": salt, "person": user.pk, "name": user.name}))
    NameSeal.objects.create(seal=seal, salt=salt, name=user.name, user=user)
    return seal


def people_of(seals: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The names behind seals, and the ids of those whose names they are: one person has a seal for each name."""
    found = NameSeal.objects.filter(seal__in=set(seals)).values_list("seal", "name", "user")
    return {seal: (name, str(person)) for seal, name, person in found}


def names_of(seals: Iterable[str]) -> dict[str, str]:
    """The names behind seals. Those of erased people are missing."""
    return dict(NameSeal.objects.filter(seal__in=set(seals)).values_list("seal", "name"))
