"""In which language a person is spoken to."""

from django.conf import settings
from django.utils import translation

from accounts.models import User


def language_of(person: User | None) -> str:
    """What the person chose, where it is offered; the default otherwise, and where nobody is known.

    Offered is what `settings.LANGUAGES` lists. A choice of before is kept, and holds once its language is there.
    """
    offered = {code for code, _name in settings.LANGUAGES}
    return person.language if person and person.language in offered else settings.LANGUAGE_CODE


def speaking_to(person: User | None) -> translation.override:
    """A context in which words come in the person's language."""
    return translation.override(language_of(person))


def untranslated() -> translation.override:
    """A context in which words come as the code has them, for what scripts rely on."""
    return translation.override(None)
