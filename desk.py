#!/usr/bin/env python3
"""Partner Desk's one command: sets up what is missing, then runs. `python3 desk.py up` is all it takes.

The standard library alone, since it is what installs everything else. The work is done in `launcher/`.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "desk.py needs Python 3.11 or newer, this is %d.%d. Run it with a newer one: python3.11 desk.py …"
        % sys.version_info[:2]
    )

import argparse
import importlib

from launcher import say, signals

# What follows these words is handed on as it is, options included.
HANDED_ON = {
    "test": "run the tests on embedded servers of their own",
    "bench": "measure, on embedded servers of its own",
    "manage": "a Django command, with the servers running for as long as it takes",
}
SERVICES = ["migrate", "static", "web", "worker", "beat", "check-web", "check-jobs"]


def parser() -> argparse.ArgumentParser:
    """The commands and their options; the container files are tested against it, too."""
    top = argparse.ArgumentParser(prog="desk.py", description=__doc__.splitlines()[0])
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    up = commands.add_parser("up", help="start everything; Ctrl-C stops it, the data stays")
    up.add_argument("--port", type=int, default=8000, help="port of the pages on 127.0.0.1 (0: any free one)")
    up.add_argument("--fresh", action="store_true", help="throw this copy's data away first, after asking")
    up.add_argument("--yes", action="store_true", help="do not ask")
    up.add_argument("--no-demo", dest="demo", action="store_false", help="leave the demo workspace out")
    up.add_argument(
        "--workers", type=int, default=None, help="web processes (default: a core each, at most 4)"
    )

    for name, what in HANDED_ON.items():
        command = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        if name == "manage":
            command.add_argument(
                "--owner", action="store_true", help="as the database's owner (migrations are)"
            )
        command.add_argument("rest", nargs="*", metavar="ARGUMENT", help="handed on as it is")

    commands.add_parser("check", help="format, lint, types, layers, migrations, lock")

    backup = commands.add_parser("backup", help="write database and uploaded files into one archive")
    backup.add_argument("file", help="the archive to write, for example desk-2026-11-20.tar.gz")

    restore = commands.add_parser("restore", help="read such an archive into an empty database")
    restore.add_argument("file", help="the archive to read")
    restore.add_argument(
        "--fresh", action="store_true", help="empty the database and the files first, after asking"
    )
    restore.add_argument("--yes", action="store_true", help="do not ask")

    install = commands.add_parser("install", help="only install the packages of the lock (for images)")
    install.add_argument("--dev", action="store_true", help="with what tests and checks need")

    service = commands.add_parser(
        "service", help="one service in the foreground, on given servers (for containers)"
    )
    service.add_argument("name", choices=SERVICES)
    service.add_argument("--host", default="127.0.0.1", help="web: address to listen on")
    service.add_argument("--port", type=int, default=8000, help="web: port to listen on")
    service.add_argument("--workers", type=int, default=None, help="web: processes; worker: jobs at once")
    return top


def options(arguments: list[str]) -> dict[str, object]:
    """The options by name. Words handed on are cut off first: argparse cannot leave unknown options alone."""
    name, rest = (arguments or ["--help"])[0], arguments[1:]
    if name not in HANDED_ON or rest[:1] in (["-h"], ["--help"]):
        return vars(parser().parse_args(arguments))
    owner = name == "manage" and rest[:1] == ["--owner"]
    return {"command": name, "rest": rest[1:] if owner else rest} | (
        {"owner": owner} if name == "manage" else {}
    )


def main(arguments: list[str]) -> int:
    given = options(arguments)
    command = importlib.import_module(f"launcher.commands.{given.pop('command')}")
    signals.listen()
    try:
        code: int = command.run(**given)
    except say.Refused as refused:
        say.line(f"\n{refused}")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
