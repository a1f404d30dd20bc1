"""Names in frozen content: a seal stands in the content, the name beside it (docs/adr/0002).

A seal is the SHA-256 of a random salt with the person's id and name. While salt and name are kept, anybody can
check that the seal is theirs; once they are erased the content and its hash stay whole, and the name is gone.
"""

import secrets
import uuid
from collections.abc import Iterable

from accounts.models import NameSeal, User
from partnerdesk.core.canonical import canonical_bytes, sha256_hex


def seal_of(user: User) -> str:
    """The seal of a person under their present name; the same name has the same seal."""
    return seals_of([user])[user.pk]


def seals_of(users: Iterable[User]) -> dict[uuid.UUID, str]:
    """The seals of several people, by their ids. One query, three where somebody's present name has none yet."""
    wanted = {user.pk: user for user in users}
    found = _known_seals(wanted)
    new = [_new_seal(user) for pk, user in wanted.items() if pk not in found]
    if new:
        NameSeal.objects.bulk_create(new, ignore_conflicts=True)
        found = _known_seals(wanted)
    return found


def _known_seals(wanted: dict[uuid.UUID, User]) -> dict[uuid.UUID, str]:
    rows = NameSeal.objects.filter(user__in=wanted, name__in={user.name for user in wanted.values()})
    return {row.user_id: row.seal for row in rows if row.name == wanted[row.user_id].name}


def _new_seal(user: User) -> NameSeal:
    salt = secrets.token_hex(16)
    seal = sha256_hex(canonical_bytes({"salt": salt, "person": user.pk, "name": user.name}))
    return NameSeal(seal=seal, salt=salt, name=user.name, user=user)


def people_of(seals: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The names behind seals, and the ids of those whose names they are: one person has a seal for each name."""
    found = NameSeal.objects.filter(seal__in=set(seals)).values_list("seal", "name", "user")
    return {seal: (name, str(person)) for seal, name, person in found}


def names_of(seals: Iterable[str]) -> dict[str, str]:
    """The names behind seals. Those of erased people are missing."""
    return dict(NameSeal.objects.filter(seal__in=set(seals)).values_list("seal", "name"))
