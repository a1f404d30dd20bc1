import rules

from accounts.permissions import is_manager, is_steward

rules.add_perm("partners.change_partners", is_manager | is_steward)
