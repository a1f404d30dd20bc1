"""Who works in the demo workspace."""

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.models import Role, User

SIGN_INS = "demo-sign-ins.txt"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demo. `what` says what they do; what they may do is their role, which is said before it."""

    key: str
    name: str
    role: Role
    what: str

    @property
    def email(self) -> str:
        return f"{self.key}@example.com"

    @property
    def sign_in(self) -> str:
        """A line of the people one can sign in as."""
        return f"{self.email}  {self.role.label}: {self.what}"


PEOPLE = (
    DemoPerson("maria", "Maria Sandberg", Role.MANAGER, "writes most records"),
    DemoPerson("jonas", "Jonas Adeyemi", Role.MANAGER, "channel programs"),
    DemoPerson("ines", "Ines Moreau", Role.MANAGER, "heads partnerships, approves, chairs the committee"),
    DemoPerson("kenji", "Kenji Aoki", Role.STEWARD, "sources, dictionary, gaps"),
    DemoPerson("ada", "Ada Lindqvist", Role.ADMIN, "people and rights"),
    DemoPerson("tom", "Tom Berger", Role.MANAGER, "regional sales, votes in the committee"),
    DemoPerson("lena", "Lena Kowalski", Role.VIEWER, "reads what is shared"),
)


def create_people(now: dt.datetime) -> dict[str, User]:
    """The demo's people with one password, new for each workspace and written beside the data."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    found = {
        person.key: User.objects.create_user(
            person.email,
            password,
            name=person.name,
            role=person.role,
            time_zone="Europe/Berlin",
            created_at=now,
        )
        for person in PEOPLE
    }
    write_sign_ins(password)
    return found


def write_sign_ins(password: str) -> None:
    lines = [person.sign_in for person in PEOPLE]
    path = Path(settings.DESK_HOME) / SIGN_INS
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"password: {password}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(0o600)
