"""pg_dump, pg_restore and psql: those of the embedded PostgreSQL, on whatever database serves."""

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from launcher import postgres
from launcher.say import Refused

ENCRYPTED = {"require", "verify-ca", "verify-full"}
QUIETLY = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
# pg_restore's settings stand before the first object.
PREAMBLE_LINES = 30


def without_password(url: str) -> tuple[str, str | None]:
    """The address without its password, which goes into the environment: arguments are seen by everyone."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    password = query.pop("password", None) or (unquote(parts.password) if parts.password else None)
    place = parts.netloc.rpartition("@")[2]
    user = f"{quote(unquote(parts.username), safe='')}@" if parts.username else ""
    rest = urlencode(query, quote_via=quote)
    return f"{parts.scheme}://{user}{place}{parts.path}{'?' if rest else ''}{rest}", password


def client(python: Path, name: str, url: str) -> str:
    """The client to use. The embedded ones know no TLS: for an address that asks for it, the system's own."""
    if dict(parse_qsl(urlsplit(url).query)).get("sslmode") not in ENCRYPTED:
        return str(postgres.software(python) / "pginstall" / "bin" / name)
    found = shutil.which(name)
    if found is None:
        raise Refused(
            f"That address asks for TLS, which needs the system's own {name}: install postgresql-client."
        )
    return found


def run(python: Path, name: str, url: str, arguments: Sequence[str]) -> str:
    """Run a client on a database; returns its standard output, refuses with its words when it fails."""
    command, surroundings = prepared(python, name, url, arguments)
    done = subprocess.run(
        command, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"{name} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout.strip()


def prepared(python: Path, name: str, url: str, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The command of a client on a database, and its environment."""
    address, password = without_password(url)
    surroundings = dict(os.environ) | ({"PGPASSWORD": password} if password else {})
    return [client(python, name, url), f"--dbname={address}", *arguments], surroundings


def ask(python: Path, url: str, statement: str) -> list[str]:
    """The rows of a statement, as the owner of the address."""
    return run(python, "psql", url, [*QUIETLY, "-c", statement]).splitlines()


def restore(python: Path, url: str, dump: Path) -> None:
    """Read a dump into a database in one transaction: all of it, or nothing.

    As a script through psql, since pg_restore itself would set what a PostgreSQL before 17 does not know.
    """
    script = [client(python, "pg_restore", url), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    command, surroundings = prepared(python, "psql", url, [*QUIETLY, "--output=/dev/null"])
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=said, env=surroundings) as reader,
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=said, env=surroundings) as writer,
    ):
        with contextlib.suppress(BrokenPipeError):
            if reader.stdout and writer.stdin:
                with writer.stdin:
                    copy_script(reader.stdout, writer.stdin, whole=lambda: reader.wait() == 0)
        if reader.wait() or writer.wait():
            said.seek(0)
            raise Refused(
                f"The database could not be restored: {said.read().decode(errors='replace')[-2000:]}"
            )


def copy_script(source: IO[bytes], target: IO[bytes], *, whole: Callable[[], bool]) -> None:
    """Copy pg_restore's script, without the setting that older servers do not know; data is not looked at.

    Without the last word, which is said only when the script was `whole`, nothing of it counts.
    """
    target.write(b"BEGIN;\n")
    for line in itertools.islice(source, PREAMBLE_LINES):
        if line != b"SET transaction_timeout = 0;\n":
            target.write(line)
    shutil.copyfileobj(source, target, 1 << 20)
    if whole():
        target.write(b"COMMIT;\n")
