"""How much a decision needs: its class, and the sets of classes that checks are stated for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionClass(models.TextChoices):
    """How much a decision needs. Set first; it keeps small decisions small."""

    LIGHT = "light", _("light")
    STANDARD = "standard", _("standard")
    MAJOR = "major", _("major")


LIGHT, STANDARD, MAJOR = DecisionClass.LIGHT, DecisionClass.STANDARD, DecisionClass.MAJOR
EVERY = frozenset({LIGHT, STANDARD, MAJOR})
FROM_STANDARD = frozenset({STANDARD, MAJOR})
ONLY_MAJOR = frozenset({MAJOR})
