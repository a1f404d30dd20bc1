"""The environment that children get: the caller's, without what would change their meaning, plus our own."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from launcher.paths import Home

# What the application's settings read. Tests and checks take none of it from the caller.
SETTINGS = (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_OWNER_URL",
    "DATABASE_POOL",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_CURRENCY",
    "DEFAULT_FROM_EMAIL",
    "DESK_CREDENTIALS_KEY",
    "DESK_HEADS_FOLDER",
    "DESK_HEAD_KEY",
    "DESK_HEAD_KEYS_BEFORE",
    "DESK_HOME",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_USER",
    "EMAIL_PORT",
    "EMAIL_USE_SSL",
    "EMAIL_USE_TLS",
    "FREE_DISK_BYTES",
    "HTTPS",
    "LOG_LEVEL",
    "OUTGOING_ALLOWED",
    "OUTGOING_LIMIT_BYTES",
    "OUTGOING_SECONDS",
    "PUBLIC_ADDRESS",
    "REDIS_URL",
    "SECRET_KEY",
    "TRUSTED_PROXIES",
    "LIGHT_APPROVED_BY_WRITERS",
    "UPLOAD_LIMIT_BYTES",
    "VERIFY_LIMIT_BYTES",
)
# What would turn a child's modules or server options without a word.
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "GRANIAN_", "CELERY_", "DJANGO_")


def inherited(caller: Mapping[str, str], *, with_settings: bool) -> dict[str, str]:
    """The caller's environment without what misleads, and on request without the application's settings.

    The variables of PostgreSQL's own clients (PGHOST, PGSERVICE …) belong to a database that the caller
    names: without one they are left out, so that they cannot turn the embedded one.
    """
    misleading = MISLEADING if with_settings and names_database(caller) else (*MISLEADING, "PG")
    return {
        name: value
        for name, value in caller.items()
        if not name.startswith(misleading) and (with_settings or name not in SETTINGS)
    }


def names_database(caller: Mapping[str, str]) -> bool:
    """Whether the caller brings a database along, in place of the embedded one."""
    return bool(caller.get("DATABASE_URL") or caller.get("DATABASE_OWNER_URL"))


def for_children(
    home: Home,
    *,
    database_url: str,
    owner_url: str,
    redis_url: str,
    public_address: str,
    with_settings: bool = True,
    key: str | None = None,
) -> dict[str, str]:
    """Everything that the application reads, said outright; on request the caller's own choices stay."""
    base = inherited(os.environ, with_settings=with_settings)
    base["SECRET_KEY"] = base.get("SECRET_KEY") or key or secret_key(home)
    base.setdefault("PUBLIC_ADDRESS", public_address)
    return base | {
        "DATABASE_OWNER_URL": owner_url,
        "DATABASE_URL": database_url,
        "DESK_HOME": str(home.root),
        "DJANGO_SETTINGS_MODULE": "partnerdesk.settings",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "REDIS_URL": redis_url,
    }


def without_servers(home: Home) -> dict[str, str]:
    """For what only has to read the settings: addresses at which nothing answers, a key that is not kept."""
    return for_children(
        home,
        database_url="postgresql://app@/partnerdesk?host=/nowhere",
        owner_url="postgresql://desk_owner@/partnerdesk?host=/nowhere",
        redis_url="unix:///nowhere/valkey.sock?db=0",
        public_address="http://127.0.0.1:8000",
        with_settings=False,
        key=secrets.token_urlsafe(48),
    )


def secret_key(home: Home) -> str:
    """This copy's own key: made once, readable by this user alone. Of two that make it at once, one wins."""
    if not home.secret_key.exists():
        file, made = tempfile.mkstemp(dir=home.root, prefix="secret-key-")
        with os.fdopen(file, "w", encoding="utf-8") as writer:
            writer.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(made, home.secret_key)
        Path(made).unlink()
    return home.secret_key.read_text(encoding="utf-8").strip()
