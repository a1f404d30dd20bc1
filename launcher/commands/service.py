"""`desk.py service NAME`: one service in the foreground, on the servers of the environment. For containers.

They start what `up` starts, by the same functions. The process becomes the service, so signals reach it.
"""

import os
from pathlib import Path
from typing import NoReturn

from launcher import environment, paths, preparation, processes, servers, services, variables
from launcher.commands import up
from launcher.paths import Home
from launcher.say import Refused

NEEDED = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")


def run(name: str, host: str, port: int, workers: int | None) -> int:
    home = paths.home()
    python = environment.ensure(home, dev=False)
    if name == "static":
        settings = variables.without_servers(home)
        return processes.run_in_foreground(services.manage(python, "collectstatic", "--noinput"), settings)
    if name == "check-web":
        return 0 if up.page_answers(port) else 1
    missing = [variable for variable in NEEDED if not os.environ.get(variable)]
    if missing:
        raise Refused(f"A service takes its servers from the environment; missing: {', '.join(missing)}")
    if name == "migrate":
        return migrate(home, python)
    surroundings = variables.inherited(os.environ, with_settings=True) | {"DESK_HOME": str(home.root)}
    argv = command(name, home, python, host=host, port=port, workers=workers)
    return become(argv, services.for_web(surroundings) if name == "web" else surroundings)


def become(argv: list[str], surroundings: dict[str, str]) -> NoReturn:
    os.chdir(paths.PROJECT)
    os.execve(argv[0], argv, surroundings)


def command(name: str, home: Home, python: Path, *, host: str, port: int, workers: int | None) -> list[str]:
    """What a service runs."""
    if name == "web":
        return services.web(python, host=host, port=port, workers=workers)
    if name == "worker":
        return services.worker(python, jobs=workers)
    if name == "beat":
        return services.beat(python, home.beat_schedule)
    return [str(python), "-m", "launcher.inside.heartbeat"]


def migrate(home: Home, python: Path) -> int:
    """As the owner: the serving role, migrations, its rights; then, as that role, the libraries."""
    if not os.environ.get("DATABASE_OWNER_URL"):
        raise Refused("Migrations need the owner's address: DATABASE_OWNER_URL")
    found = servers.given(home, python, os.environ["REDIS_URL"], [])
    surroundings = found.environment(home, public_address="http://127.0.0.1:8000")
    first = processes.run_in_foreground(
        preparation.migration(python, found.role), servers.as_owner(surroundings)
    )
    return first or processes.run_in_foreground(services.manage(python, "load_libraries"), surroundings)
