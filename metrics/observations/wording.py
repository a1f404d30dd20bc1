"""What is said of figures in more than one place."""

from collections.abc import Collection

from django.utils.translation import gettext as _


def currencies_words(currencies: Collection[str] = ()) -> str:
    """Why values in several currencies have no sum; with their codes, where they are known."""
    if not currencies:
        return _("Several currencies: they are not added up.")
    names = ", ".join(sorted(currencies))
    return _("Several currencies (%(currencies)s): they are not added up.") % {"currencies": names}
