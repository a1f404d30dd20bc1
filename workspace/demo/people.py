"""Who works in the demo workspace."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.models import Role, User

SIGN_INS = "demo-sign-ins.txt"


@dataclass(frozen=True)
class DemoPerson:
    key: str
    name: str
    role: str
    what: str

    @property
    def email(self) -> str:
        return f"{self.key}@example.com"


PEOPLE = (
    DemoPerson("maria", "Maria Sandberg", Role.MANAGER, "partner manager: writes most records"),
    DemoPerson("jonas", "Jonas Adeyemi", Role.MANAGER, "partner manager: channel programs"),
    DemoPerson("ines", "Ines Moreau", Role.VIEWER, "head of partnerships: approves"),
    DemoPerson("kenji", "Kenji Aoki", Role.STEWARD, "data steward: sources, dictionary, gaps"),
    DemoPerson("ada", "Ada Lindqvist", Role.ADMIN, "administrator: people and rights"),
    DemoPerson("tom", "Tom Berger", Role.VIEWER, "viewer: reads what is shared"),
)


def create_people() -> dict[str, User]:
    """The demo's people with one password, new for each workspace and written beside the data."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    found = {}
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = User.objects.create_user(
                person.email, password, name=person.name, role=person.role, time_zone="Europe/Berlin"
            )
        else:
            user.set_password(password)
            user.save(update_fields=["password"])
        found[person.key] = user
    write_sign_ins(password)
    return found


def write_sign_ins(password: str) -> None:
    lines = [f"{person.email}  {person.what}" for person in PEOPLE]
    path = Path(settings.DESK_HOME) / SIGN_INS
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"password: {password}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(0o600)
