"""Passwords that many people choose: walks over the keyboard, counting, one thing again and again."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

ROWS = (
    "1234567890",
    "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "qwertzuiopü", "asdfghjklöä", "yxcvbnm",
    "azertyuiop", "qsdfghjklm", "wxcvbn",
    "abcdefghijklmnopqrstuvwxyz",
)  # fmt: skip
"""Neighbours on the keyboards of several countries, and the alphabet."""
COLUMNS = (
    ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"),
)
"""Keyboards by their rows from the top: who walks down and up goes `1q2w3e` or `1qaz2wsx`."""
WORDS = (
    "password", "passwort", "motdepasse", "contraseña", "welcome", "willkommen", "letmein", "iloveyou", "admin",
    "administrator", "changeme", "secret", "geheim", "partner", "partnerdesk", "summer", "winter", "spring", "autumn",
    "sommer", "login", "master", "dragon", "monkey", "football", "baseball", "princess", "sunshine", "superman",
)  # fmt: skip
SHORTEST_WALK = 3
LEAST = 6
"""So many different characters have to stand beside walks and such words."""
AS_LETTERS = str.maketrans("@0$!3", "aosie")


class PredictablePasswordValidator:
    """Refuses passwords of which little is left without walks over the keyboard, common words and repetition."""

    def validate(self, password: str, user: User | None = None) -> None:
        if own_part(password) < LEAST:
            raise ValidationError(
                _(
                    "This is among the first that somebody would try: a common word, or keys that lie side by side. "
                    "Take several words that do not belong together."
                ),
                code="password_predictable",
            )

    def get_help_text(self) -> str:
        return _("No common word and no keys that lie side by side; better several words.")


def own_part(password: str) -> int:
    """How many different characters a password has beside walks and common words, each group of these counted once."""
    text = password.casefold()
    for word in sorted(WORDS, key=len, reverse=True):
        text = text.replace(word, "\n") if word in text else text
        spelled = text.translate(AS_LETTERS)
        if word in spelled:
            begin = spelled.index(word)
            text = f"{text[:begin]}\n{text[begin + len(word) :]}"
    return len(set(_without_walks(text)) - {"\n"})


def _without_walks(text: str) -> str:
    """The text with each walk of some length taken out."""
    found, begin = [], 0
    while begin < len(text):
        end = begin + 1
        while end < len(text) and any(text[begin : end + 1] in walk for walk in WALKS):
            end += 1
        if end - begin >= SHORTEST_WALK:
            begin = end
        else:
            found.append(text[begin])
            begin += 1
    return "".join(found)


def _walks() -> tuple[str, ...]:
    walks = list(ROWS)
    for rows in COLUMNS:
        for depth in range(2, len(rows) + 1):
            for top in range(len(rows) - depth + 1):
                columns = zip(*rows[top : top + depth], strict=False)
                walks.append("".join("".join(column) for column in columns))
    return tuple(walks + [walk[::-1] for walk in walks])


WALKS = _walks()
