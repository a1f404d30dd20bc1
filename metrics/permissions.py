"""Who enters data, who keeps the dictionary and who connects sources. Everybody who is signed in may read both."""

import rules

from accounts.permissions import is_manager, is_steward

rules.add_perm("metrics.enter_data", is_manager | is_steward)
rules.add_perm("metrics.manage_dictionary", is_steward)
rules.add_perm("metrics.connect_sources", is_steward)
