"""Who migrates and who serves, on a PostgreSQL that the launcher does not run.

Pages and jobs are served by a login that may not change what was committed; the owner could switch the
guards off. DATABASE_OWNER_URL migrates, DATABASE_URL serves. Where only one is given it is the owner's, and
the serving login is made: `app`, or `<database>_app` where another installation has taken that name, or one
with a suffix. Its password is made here and kept in the file that is named as the first argument.

Prints JSON: owner_url, serving_url, role, weaker (why the owner serves after all, or null).
"""

import json
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

Fields = dict[str, Any]


def main() -> int:
    owner = os.environ.get("DATABASE_OWNER_URL", "")
    serving = os.environ.get("DATABASE_URL", "")
    try:
        if owner and serving:
            answer = serve_as_given(owner, serving)
        else:
            answer = serve_as_made(owner or serving, Path(sys.argv[1]))
    except psycopg.Error as error:
        print(str(error).strip(), file=sys.stderr)
        return 1
    print(json.dumps(answer))
    return 0


def serve_as_given(owner_url: str, serving_url: str) -> Fields:
    """Both are given. A serving role that is missing or has another password is made as its address says."""
    owner, serving = conninfo_to_dict(owner_url), conninfo_to_dict(serving_url)
    with connect(owner) as connection:
        role = str(serving.get("user") or owner.get("user") or connection.info.user)
        if role == connection.info.user:
            return answer(owner_url, serving_url, None, f"both addresses name {role}")
        if not signs_in(serving):
            put_role(connection, role, str(serving.get("password") or ""))
            with connect(serving):
                pass
        return judged(connection, owner_url, serving_url, role)


def serve_as_made(owner_url: str, file: Path) -> Fields:
    """Only the owner's address is given: make a serving role, or use the one that was made before."""
    owner = conninfo_to_dict(owner_url)
    with connect(owner) as connection:
        place = f"{connection.info.host}:{connection.info.port}/{connection.info.dbname}"
        known: dict[str, Fields] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        kept = known.get(place)
        role = (
            kept["role"] if kept else next(name for name in names(connection) if not exists(connection, name))
        )
        password = kept["password"] if kept else secrets.token_urlsafe(24)
        serving = owner | {"user": role, "password": password}
        serving.pop("passfile", None)
        if not (kept and signs_in(serving)):
            try:
                put_role(connection, role, password)
            except psycopg.errors.InsufficientPrivilege:
                return answer(
                    owner_url, owner_url, None, f"{connection.info.user} may not create roles there"
                )
            write_private(file, json.dumps(known | {place: {"role": role, "password": password}}))
        if not signs_in(serving):
            return answer(
                owner_url, owner_url, None, f"the server lets {role} not sign in (see its pg_hba.conf)"
            )
        return judged(connection, owner_url, address(serving), role)


def names(connection: psycopg.Connection[Any]) -> Iterator[str]:
    database = connection.info.dbname
    yield "app"
    yield f"{database}_app"
    while True:
        yield f"{database}_app_{secrets.token_hex(2)}"


def judged(connection: psycopg.Connection[Any], owner_url: str, serving_url: str, role: str) -> Fields:
    """A serving role that could become the owner is none."""
    query = "SELECT rolsuper OR pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s"
    row = connection.execute(query, [role]).fetchone()
    strong = row is None or row[0]
    return answer(owner_url, serving_url, role, f"{role} has the owner's rights" if strong else None)


def answer(owner_url: str, serving_url: str, role: str | None, weaker: str | None) -> Fields:
    return {"owner_url": owner_url, "serving_url": serving_url, "role": role, "weaker": weaker}


def connect(fields: Fields) -> psycopg.Connection[Any]:
    return psycopg.connect(
        make_conninfo("", **(fields | {"connect_timeout": fields.get("connect_timeout") or 10})),
        autocommit=True,
    )


def signs_in(fields: Fields) -> bool:
    try:
        connect(fields).close()
    except psycopg.OperationalError:
        return False
    return True


def exists(connection: psycopg.Connection[Any], role: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def put_role(connection: psycopg.Connection[Any], role: str, password: str) -> None:
    """Create the login, or give it this password. The server sees the password's SCRAM form alone."""
    parts = {"role": sql.Identifier(role), "database": sql.Identifier(connection.info.dbname)}
    verb = sql.SQL("ALTER" if exists(connection, role) else "CREATE")
    connection.execute(sql.SQL("{verb} ROLE {role} LOGIN").format(verb=verb, **parts))
    if password:
        stored = connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        ).decode()
        connection.execute(
            sql.SQL("ALTER ROLE {role} PASSWORD {stored}").format(stored=sql.Literal(stored), **parts)
        )
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {database} TO {role}").format(**parts))


def address(fields: Fields) -> str:
    """libpq's address of these fields; host and port stand in the query, where a socket's folder fits too."""
    rest = {name: str(value) for name, value in fields.items() if name not in ("user", "password", "dbname")}
    user, password, database = (
        quote(str(fields.get(name, "")), safe="") for name in ("user", "password", "dbname")
    )
    return f"postgresql://{user}:{password}@/{database}?{urlencode(rest, quote_via=quote)}"


def write_private(file: Path, text: str) -> None:
    """Written whole or not at all, and readable by this user alone."""
    making = file.with_suffix(".making")
    making.unlink(missing_ok=True)
    with os.fdopen(
        os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as writer:
        writer.write(text)
    making.replace(file)


if __name__ == "__main__":
    sys.exit(main())
