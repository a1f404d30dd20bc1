"""Asking a PostgreSQL database: one statement, reading alone, within limits."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from typing import Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _
from psycopg import errors, sql

from metrics.sources.origins import QueryOrigin
from partnerdesk.core.outgoing import OutgoingFailed, allowed_addresses

MOST_ROWS = 1_000_000
CONNECT_SECONDS = 10
LOCK_SECONDS = 10


def query_lines(origin: QueryOrigin, password: str) -> Iterator[Sequence[str]]:
    """The names of the columns, then the rows, as text. Raises OutgoingFailed.

    The statement goes by the extended protocol, which takes one alone, in a transaction that can't write.
    """
    with _connected(origin, password) as connection, _explained(), connection.cursor() as cursor:
        connection.read_only = True
        for name, seconds in (("statement", settings.OUTGOING_SECONDS), ("lock", LOCK_SECONDS)):
            cursor.execute(
                sql.SQL("SET LOCAL {} = {}").format(sql.Identifier(f"{name}_timeout"), int(seconds * 1000))
            )
        rows = cursor.stream(origin.query.rstrip().rstrip(";"))
        for number, row in enumerate(rows):
            if number == 0:
                yield [column.name for column in cursor.description or ()]
            if number >= MOST_ROWS:
                words = _("The query gives more than %(most)s rows: ask for a shorter time.")
                raise OutgoingFailed(words % {"most": f"{MOST_ROWS:,}"})
            yield [_cell(value) for value in row]


@contextmanager
def _connected(origin: QueryOrigin, password: str) -> Iterator[psycopg.Connection]:
    """A connection to an address that was checked; the name stays for the certificate."""
    failure: psycopg.Error | None = None
    for place in _places(origin):
        try:
            connection = psycopg.connect(
                host=origin.host,
                hostaddr=place or None,
                port=origin.port,
                dbname=origin.dbname,
                user=origin.user,
                password=password,
                sslmode=origin.sslmode,
                connect_timeout=CONNECT_SECONDS,
                application_name="Partner Desk",
                tcp_user_timeout=60_000,
            )
        except psycopg.Error as error:
            failure = error
        else:
            with closing(connection):  # at once: a rollback would wait for all rows that were not wanted
                yield connection
            return
    words = _("The database can't be opened (%(why)s): are host, name, user and password right?")
    raise OutgoingFailed(words % {"why": _first_line(failure)}, is_lasting=False) from failure


def _places(origin: QueryOrigin) -> list[str]:
    """Checked numbers of the host; an empty one for a socket's folder that the settings name."""
    if origin.host.startswith(("/", "@")):
        if origin.host not in settings.OUTGOING_ALLOWED:
            words = _("“%(host)s” is a socket of this machine: an administrator adds it to OUTGOING_ALLOWED.")
            raise OutgoingFailed(words % {"host": origin.host})
        return [""]
    return allowed_addresses(origin.host, origin.port)


@contextmanager
def _explained() -> Iterator[None]:
    """What the database says, as a sentence of ours."""
    try:
        yield
    except errors.QueryCanceled as error:
        words = _("The query took longer than %(seconds)s seconds: ask for less of it at once.")
        raise OutgoingFailed(words % {"seconds": settings.OUTGOING_SECONDS}) from error
    except errors.ReadOnlySqlTransaction as error:
        raise OutgoingFailed(_("The query would change data: it may only read.")) from error
    except errors.LockNotAvailable as error:
        words = _("The database holds a table of the query locked just now.")
        raise OutgoingFailed(words, is_lasting=False) from error
    except psycopg.OperationalError as error:
        words = _("The connection to the database broke off (%(why)s).")
        raise OutgoingFailed(words % {"why": _first_line(error)}, is_lasting=False) from error
    except psycopg.Error as error:
        words = _("The database refuses the query: %(why)s")
        raise OutgoingFailed(words % {"why": _first_line(error)}) from error


def _first_line(error: psycopg.Error | None) -> str:
    told = error.diag.message_primary or str(error) if error else ""
    return told.strip().partition("\n")[0][:300]


def _cell(value: Any) -> str:
    """A value as files hold it: dates in ISO form, moments in UTC, numbers without exponent."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case dt.datetime():
            moment = value.astimezone(dt.UTC) if value.tzinfo else value
            return f"{moment:%Y-%m-%d %H:%M:%S}"
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)
