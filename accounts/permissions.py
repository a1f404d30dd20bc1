"""What there is to be permitted, and whether a person is.

An app declares its permissions in its `permissions` module, which its AppConfig imports. A person has one where the
table of `accounts.roles` gives it to their role and the rule that was declared with it holds for the object in hand.
"""

from typing import Final, Protocol

import rules

from accounts.roles import problems, role_may


class Person(Protocol):
    """Who is asked about: the part of a User that permissions look at."""

    role: str
    is_active: bool


class UnknownPermission(Exception):
    """A permission that no app declares was asked for or stands in the table, or a role has no line there."""


_rules: dict[str, rules.Predicate | None] = {}


def declare(permission: str, rule: rules.Predicate | None = None) -> None:
    """Make `permission` one. `rule` is what has to hold, beside the role, of the person and the object."""
    if permission in _rules:
        raise UnknownPermission(f"“{permission}” is declared twice.")
    _rules[permission] = rule


def declared() -> dict[str, rules.Predicate | None]:
    """Every permission with its rule; None where the role alone decides."""
    return dict(sorted(_rules.items()))


def check_table() -> None:
    """Raises UnknownPermission where roles, table and declarations do not fit. Asked once all apps have declared."""
    if found := problems(_rules):
        raise UnknownPermission(" ".join(found))


def has_permission(person: Person, permission: str, about: object = None) -> bool:
    """Whether `person` may do this (with `about`). Raises UnknownPermission."""
    rule = _rule_of(permission)
    if not (person.is_active and role_may(person.role, permission)):
        return False
    return rule is None or bool(rule.test(person, about))


def permission_named(name: str) -> str:
    """The permission without a rule whose name ends so, as templates say it. Raises UnknownPermission."""
    found = [full for full, rule in _rules.items() if rule is None and full.partition(".")[2] == name]
    if len(found) != 1:
        raise UnknownPermission(f"“{name}” stands for {len(found)} permissions: {', '.join(found)}")
    return found[0]


def role_holds(permission: str) -> rules.Predicate:
    """A predicate for rules: the person's role has this other permission, whatever the object."""

    def predicate(person: Person) -> bool:
        return role_may(person.role, permission)

    return _named(predicate, permission)


def permitted(permission: str) -> rules.Predicate:
    """A predicate for rules: the person has this other permission with the same object."""

    def predicate(person: Person, about: object) -> bool:
        return has_permission(person, permission, about)

    return _named(predicate, permission)


def _named(holds_for: object, permission: str) -> rules.Predicate:
    predicate: rules.Predicate = rules.predicate(permission)(holds_for)
    return predicate


def _rule_of(permission: str) -> rules.Predicate | None:
    try:
        return _rules[permission]
    except KeyError:
        raise UnknownPermission(f"No app declares the permission “{permission}”.") from None


MANAGE_PEOPLE: Final = "accounts.manage_people"

declare(MANAGE_PEOPLE)
