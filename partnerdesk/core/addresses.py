"""Which addresses somebody may be sent on to, where a form or a link names one: pages of ours, and nothing else."""

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 1000
"""No page of ours has a longer address."""


def is_ours(address: str) -> bool:
    """Whether it is a path of this application: with a slash in front and no host, and well formed."""
    is_path = address.startswith("/") and len(address) <= LONGEST and address.isprintable()
    return is_path and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
