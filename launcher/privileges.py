"""How PostgreSQL runs when the caller is root, whom it refuses."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.paths import Home
from launcher.say import Refused

NOBODY = 65534


@dataclass(frozen=True)
class Guise:
    """As whom PostgreSQL runs: a prefix of its command, or another user; and where its data stands then."""

    data: Path
    prefix: tuple[str, ...] = ()
    user: int | None = None
    own_place: Path | None = None

    def run(self, argv: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        """Run a short command in this guise."""
        return subprocess.run(
            [*self.prefix, *argv],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            cwd="/",
            user=self.user,
            group=self.user,
            extra_groups=None if self.user is None else [],
        )


def choose(home: Home, binaries: Path) -> Guise:
    """The first guise that works here.

    An ordinary user runs it directly. Root puts it into a user namespace in which root is another user, where
    the kernel allows that (containers often do not) and the folders can be entered so. Otherwise it runs as
    nobody, with its own copy of binaries and data in a folder of its own: below a home that only root can
    enter nobody could run anything, and no parent's mode is ever changed.

    A user without a name (a container given a bare number) needs the namespace, too: PostgreSQL asks for it.
    """
    root = os.geteuid() == 0
    if not root and has_name(os.geteuid()):
        return Guise(data=home.postgres)
    place = own_place(home) if root else None
    if place is None:
        guise = Guise(data=home.postgres, prefix=user_namespace())
        if shutil.which("unshare") and can_use(guise, binaries / "postgres", home.root):
            return guise
        if not root:
            raise Refused(
                f"PostgreSQL wants its user to have a name; number {os.geteuid()} has none in /etc/passwd.\n"
                "Give it one, or name a database: DATABASE_URL=postgresql://…"
            )
        place = make_own_place(home)
    guise = Guise(data=place / "data", user=NOBODY, own_place=place)
    if not can_use(guise, Path("/bin/sh"), place):
        raise Refused(
            "PostgreSQL refuses to run as root, and here root may not run it as another user.\n"
            "Start desk.py as an ordinary user, or name a database: DATABASE_URL=postgresql://…"
        )
    return guise


def has_name(user: int) -> bool:
    """Whether the system knows a name; a company's directory may know more than it lists."""
    try:
        return bool(pwd.getpwuid(user))
    except KeyError:
        return False


def named_users() -> list[int]:
    """The numbers of the users but root that this machine lists."""
    return [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0]


def user_namespace() -> tuple[str, ...]:
    """The prefix that has a program run as another user of this machine, with the caller's files."""
    user = min(named_users(), key=lambda number: abs(number - 1000), default=1000)
    return ("unshare", "--user", f"--map-user={user}", f"--map-group={user}")


def can_use(guise: Guise, binary: Path, folder: Path) -> bool:
    test = 'test -x "$1" && test -w "$2"'
    try:
        return guise.run(["/bin/sh", "-c", test, "sh", str(binary), str(folder)]).returncode == 0
    except PermissionError:
        return False


def candidates(home: Home) -> list[Path]:
    return [
        Path(base) / f"partner-desk-{home.digest}" for base in ("/var/lib", "/tmp", tempfile.gettempdir())
    ]


def own_place(home: Home) -> Path | None:
    """The folder of nobody's for this home, where one was made before: then the data is there."""
    return next(
        (place for place in candidates(home) if place.is_dir() and place.stat().st_uid == NOBODY), None
    )


def make_own_place(home: Home) -> Path:
    """Make it, in the first place that can be written; data of an earlier guise moves in."""
    place = next(place for place in candidates(home) if os.access(place.parent, os.W_OK))
    making = place.with_name(f"{place.name}-making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    moved = home.postgres.is_dir()
    if moved:
        shutil.copytree(home.postgres, making / "data", symlinks=True)
    give(making)
    making.rename(place)
    if moved:
        shutil.rmtree(home.postgres)
    return place


def copy_software(software: Path, place: Path) -> Path:
    """Nobody's own copy of the PostgreSQL package, with the libraries beside it; anew for a new version."""
    copy = place / "software"
    mark = copy / "copied-from"
    version = f"{software} {(software / 'pginstall' / 'bin' / 'postgres').stat().st_mtime_ns}"
    if not mark.is_file() or mark.read_text(encoding="utf-8") != version:
        shutil.rmtree(copy, ignore_errors=True)
        for part in (software, *software.parent.glob(f"{software.name}.libs")):
            shutil.copytree(part, copy / part.name, symlinks=True)
        mark.write_text(version, encoding="utf-8")
        give(copy)
    return copy / software.name


def give(folder: Path) -> None:
    """Hand a folder and what is in it to nobody."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
