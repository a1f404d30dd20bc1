"""Rights that come from a person's role. What a record allows stands in `decisions.permissions`."""

import rules

from accounts.models import Role, User


def has_role(*roles: Role) -> rules.Predicate:
    """A predicate that holds for active people with one of `roles`."""
    wanted = set(roles)
    name = "is_" + "_or_".join(sorted(wanted))

    def holds(user: User) -> bool:
        return bool(user.is_authenticated and user.is_active and user.role in wanted)

    predicate: rules.Predicate = rules.predicate(name)(holds)
    return predicate


is_administrator = has_role(Role.ADMIN)
is_manager = has_role(Role.MANAGER, Role.ADMIN)
is_steward = has_role(Role.STEWARD, Role.ADMIN)

rules.add_perm("accounts.manage_people", is_administrator)
