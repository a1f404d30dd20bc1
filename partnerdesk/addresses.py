"""Turning the addresses of the environment into what Django and Celery want."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from psycopg.conninfo import conninfo_to_dict

POSTGRES_FIELDS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_settings(url: str, *, pool: bool) -> dict[str, Any]:
    """Django's settings for a libpq address; a unix socket is `postgresql://user@/name?host=/folder`.

    Whatever else the address holds (`sslmode` …) goes to the driver as an option.
    """
    given = conninfo_to_dict(url)
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {},
        "CONN_HEALTH_CHECKS": True,
    }
    for field, value in given.items():
        if field in POSTGRES_FIELDS:
            settings[POSTGRES_FIELDS[field]] = str(value)
        else:
            settings["OPTIONS"][field] = value
    if pool:
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    return settings


def broker_address(redis_url: str) -> str:
    """Celery's spelling of a Redis address: kombu wants `redis+socket://` where redis-py wants `unix://`.

    The path stays as it is written, percent signs included: both take them off. A password may stand in front
    of the path or in the query; kombu looks for it in front alone.
    """
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    query = parse_qs(parts.query)
    who = parts.netloc
    if not who and "password" in query:
        who = f"{quote(query.get('username', [''])[0], safe='')}:{quote(query['password'][0], safe='')}@"
    return f"redis+socket://{who}{parts.path}?virtual_host={query.get('db', ['0'])[0]}"
