"""Words that we must be able to use but nobody may read again: encrypted before they are stored."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"partner-desk/sealing/1"


class Unsealable(Exception):
    """It was sealed with another key."""


def seal(text: str) -> str:
    """Encrypt `text`; what comes back is safe to store."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text behind `seal`. Raises Unsealable where the key has changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable from error


def _box() -> Fernet:
    """The key is made from CREDENTIALS_KEY, so that any long text will do for it."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return Fernet(base64.urlsafe_b64encode(derivation.derive(settings.CREDENTIALS_KEY.encode())))
