"""Where things are: the project, and DESK_HOME, under which stands everything that running makes."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from launcher.say import Refused

PROJECT = Path(__file__).resolve().parent.parent

# A unix socket's path may have 107 bytes (the kernel's sun_path less its final zero).
SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Home:
    """One DESK_HOME. Tests and benchmarks have one of their own inside it, so nothing of it is shared."""

    root: Path

    def inner(self, name: str) -> "Home":
        return Home(private_folder(self.root / name))

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """Locks and process numbers: of no use once nothing runs."""
        return self.root / "run"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def beat_schedule(self) -> Path:
        return self.root / "beat" / "schedule"

    @property
    def secret_key(self) -> Path:
        return self.root / "secret-key"

    @property
    def serving_roles(self) -> Path:
        """Names and passwords of the serving roles that were made on databases of others."""
        return self.root / "serving-roles.json"

    @property
    def demo_sign_ins(self) -> Path:
        return self.root / "demo-sign-ins.txt"

    @property
    def data(self) -> tuple[Path, ...]:
        """What `up --fresh` throws away. Packages, locks and the tests' own folder stay."""
        names = ("media", "static", "logs")
        return (
            self.postgres,
            self.valkey,
            *(self.root / name for name in names),
            self.beat_schedule.parent,
            self.demo_sign_ins,
        )

    @cached_property
    def digest(self) -> str:
        """A short name of this home, for what has to stand elsewhere."""
        return hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]

    @cached_property
    def sockets(self) -> Path:
        """The folder of the unix sockets: in the home, or where its path is too long for one, under /tmp."""
        if sockets_fit(self.run):
            return private_folder(self.run)
        temporary = Path("/tmp") if os.access("/tmp", os.W_OK) else Path(tempfile.gettempdir())
        return private_folder(temporary / f"partner-desk-{os.geteuid()}-{self.digest}")


def home() -> Home:
    """The home that the environment names, or `.desk` in the project; made where it is missing."""
    named = os.environ.get("DESK_HOME")
    root = Path(named).expanduser().absolute() if named else PROJECT / ".desk"
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"The folder {root} cannot be made: {error.strerror}. Name another: DESK_HOME=/folder"
        ) from error
    if not os.access(root, os.W_OK | os.X_OK):
        raise Refused(
            f"The folder {root} cannot be written. Name another one: DESK_HOME=/folder python3 desk.py …"
        )
    return Home(root.resolve())


def sockets_fit(folder: Path) -> bool:
    """Whether sockets can stand there: short enough, and without the comma that separates folders."""
    return len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT and "," not in str(folder)


def private_folder(folder: Path) -> Path:
    """Make a folder that only this user can enter; refuse one that somebody else has put there before."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Refused(
            f"{folder} belongs to another user. Run desk.py as that user, or with another DESK_HOME=/folder."
        )
    if found.st_mode & 0o077:
        folder.chmod(0o700)
    return folder
