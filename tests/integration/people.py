"""People of each role, and clients that are signed in as them."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import Role, User

BACKEND = "accounts.backends.Backend"


def file_address(client: Client, page: str) -> str:
    """Where the form of a page sends its files, with the token that lets large ones in."""
    found = re.search(r'action="([^"]+)"\s+enctype', client.get(page).content.decode())
    assert found
    return unescape(found[1])


def client_of(person: User) -> Client:
    """A client that is signed in as this person."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def person():
    """A person with a role: `person("steward")`. Asked again for the same role it is the same person."""

    def person(role: str = Role.STEWARD, name: str = "") -> User:
        name = name or f"A {role}"
        email = f"{name.lower().replace(' ', '-')}@example.com"
        found = User.objects.filter(email=email).first()
        return found or User.objects.create_user(email, name=name, role=role)

    return person


@pytest.fixture
def signed_in(person):
    """A client that is signed in: `signed_in("manager").get(…)`."""

    def signed_in(role: str = Role.STEWARD, name: str = "") -> Client:
        return client_of(person(role, name))

    return signed_in
