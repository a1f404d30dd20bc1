"""`desk.py restore FILE`: a backup read into an empty database, then brought up to date with this release."""

import shutil
import tempfile
from pathlib import Path

from launcher import archive, dump, environment, locks, paths, preparation, say, servers
from launcher.archive import Manifest
from launcher.paths import Home
from launcher.say import Refused

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"


def run(file: str, fresh: bool, yes: bool) -> int:
    home = paths.home()
    with (
        locks.open_lock(home.run / "up.lock") as lock,
        tempfile.TemporaryDirectory(dir=home.root, prefix="restoring-") as place,
    ):
        if not locks.taken(lock):
            raise Refused("Partner Desk runs from this folder. Stop it with Ctrl-C first.")
        locks.write_note(lock)
        unpacked = Path(place)
        with say.step("reading the archive"):
            manifest = archive.unpack(Path(file), unpacked)
        refuse_newer(manifest)
        refuse_unfinished(manifest)
        python = environment.ensure(home, dev=False)
        with servers.running(home, python, servers.Wanted(own=True)) as found:
            make_room(home, python, found.owner_url, fresh=fresh, yes=yes)
            with say.step("database"):
                dump.restore(python, found.owner_url, unpacked / archive.DUMP)
            put_files(unpacked / archive.MEDIA, home.media)
            surroundings = found.environment(home, public_address="http://127.0.0.1:8000")
            with say.step("migrations and rights"):
                migration = preparation.migration(python, found.role)
                preparation.finish(
                    home,
                    preparation.begin(home, "prepare_database", migration, servers.as_owner(surroundings)),
                )
            if found.cluster:
                preparation.write_mark(found.cluster, preparation.BY_HAND)
    say.line(f"Restored what was backed up at {manifest.created_at} by release {manifest.release}.")
    return 0


def refuse_newer(manifest: Manifest) -> None:
    """This code must know every migration of the archive: there is no way back from a newer schema."""
    folders = {
        folder.parent.name: folder
        for depth in ("*", "*/*")
        for folder in paths.PROJECT.glob(f"{depth}/migrations")
    }
    unknown = [
        f"{app}.{name}"
        for app, _, name in (
            migration.partition(".") for migration in sorted({*manifest.migrations} - migrations_before())
        )
        if app in folders and not (folders[app] / f"{name}.py").is_file()
    ]
    if unknown:
        raise Refused(
            f"The backup was made by a newer release ({manifest.release}): this one does not know "
            f"{', '.join(unknown[:3])}. Restore it with that release."
        )


def migrations_before() -> set[str]:
    """Those that were written anew. See partnerdesk/core/carry_over.py, also for when this can go."""
    file = paths.PROJECT / "partnerdesk" / "core" / "migrations_before.txt"
    return set(file.read_text(encoding="utf-8").split())


def refuse_unfinished(manifest: Manifest) -> None:
    """Of what the migrations before have made only the last state can be taken over."""
    missing = migrations_before().difference(manifest.migrations)
    if missing and missing < migrations_before():
        raise Refused(
            f"The backup was made by an earlier state of Partner Desk: {', '.join(sorted(missing)[:3])} is not in "
            "it. Nothing was restored. See “Upgrade” in docs/operations.md for how to bring it up to date."
        )


def make_room(home: Home, python: Path, owner_url: str, *, fresh: bool, yes: bool) -> None:
    """Only an empty database is filled; with `fresh` it is emptied, after asking."""
    tables = int(dump.ask(python, owner_url, TABLES)[0])
    media = home.media.is_dir() and any(home.media.iterdir())
    if not tables and not media:
        return
    if not fresh:
        raise Refused(
            "There is data already. Restore into an empty copy (DESK_HOME), or delete it with --fresh."
        )
    if not say.agreed(f"--fresh deletes {tables} tables and the uploaded files in {home.media}.", yes=yes):
        raise Refused("Nothing was deleted, nothing restored.")
    dump.ask(python, owner_url, EMPTY)
    shutil.rmtree(home.media, ignore_errors=True)


def put_files(unpacked: Path, media: Path) -> None:
    media.parent.mkdir(parents=True, exist_ok=True)
    if unpacked.is_dir():
        if media.is_dir():
            media.rmdir()
        shutil.move(unpacked, media)
