"""What is permitted around data. Everybody who is signed in may read the figures and the dictionary."""

from accounts.permissions import declare

declare("metrics.enter_data")
declare("metrics.manage_dictionary")
declare("metrics.connect_sources")
