"""What is permitted in the directory of partners. Everybody who is signed in may read it."""

from accounts.permissions import declare

declare("partners.change_partners")
