"""`desk.py backup FILE`: database and uploaded files in one archive, while the application runs."""

from pathlib import Path

from launcher import archive, dump, environment, paths, say, servers
from launcher.say import Refused

UNPREPARED = "SELECT to_regclass('public.django_migrations') IS NULL"
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


def run(file: str) -> int:
    """The database by one snapshot, then the files: those are only ever added, so none of its is missing."""
    target = Path(file).absolute()
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}")
    home = paths.home()
    python = environment.ensure(home, dev=False)
    making = target.with_name(f"{target.name}.database")
    with servers.running(home, python, servers.Wanted()) as found:
        try:
            if dump.ask(python, found.owner_url, UNPREPARED) == ["t"]:
                raise Refused("There is nothing to back up yet: start it once with `python3 desk.py up`.")
            with say.step("database"):
                making.touch(mode=0o600)
                dump.run(python, "pg_dump", found.owner_url, ["--format=custom", f"--file={making}"])
            migrations = dump.ask(python, found.owner_url, MIGRATIONS)
            version = dump.ask(python, found.owner_url, "SHOW server_version")[0]
            with say.step("archive"):
                manifest = archive.write(target, making, home.media, postgres=version, migrations=migrations)
        finally:
            making.unlink(missing_ok=True)
    say.line(f"{target}: database and {len(manifest.files) - 1} files, {target.stat().st_size / 1e6:.1f} MB")
    return 0
