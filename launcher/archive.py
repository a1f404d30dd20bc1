"""The archive of a backup: a manifest, a dump of the database, the uploaded files. A plain tar.gz."""

import hashlib
import io
import json
import tarfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from launcher.paths import PROJECT
from launcher.say import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
MEDIA = "media"
BLOCK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. By its `migrations` an older release knows an archive that is too new for it."""

    created_at: str
    release: str
    postgres: str
    migrations: list[str]
    files: dict[str, str] = field(default_factory=dict)  # name in the archive → SHA-256
    format: int = FORMAT


def release() -> str:
    """The version that pyproject.toml gives this code."""
    version: str = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    return version


def write(target: Path, dump: Path, media: Path, *, postgres: str, migrations: list[str]) -> Manifest:
    """Write the archive beside its final name first: a backup that was cut off never looks like one."""
    members = {DUMP: dump} | {
        f"{MEDIA}/{path.relative_to(media).as_posix()}": path for path in files_below(media)
    }
    hashes = {name: digest(path) for name, path in members.items()}
    created = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(created, release(), postgres, migrations, hashes)
    making = target.with_name(f"{target.name}.making")
    making.touch(mode=0o600)
    with tarfile.open(making, "w:gz", compresslevel=3) as archive:
        text = json.dumps(asdict(manifest), indent=1).encode()
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mtime, head.mode = len(text), int(datetime.now(UTC).timestamp()), 0o600
        archive.addfile(head, io.BytesIO(text))
        for name, path in members.items():
            archive.add(path, name, recursive=False)
    making.replace(target)
    return manifest


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into `folder`, checking every hash. Nothing lands outside of it, nothing that is unannounced."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            manifest = read_manifest(archive)
            missing = dict(manifest.files)
            for member in archive:
                if member.name == MANIFEST:
                    continue
                expected = missing.pop(member.name, None)
                inside = PurePosixPath(member.name)
                if expected is None or not member.isfile() or inside.is_absolute() or ".." in inside.parts:
                    raise Refused(f"{source} is not a backup as it was written: it holds {member.name}")
                target = folder / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                content = archive.extractfile(member)
                with target.open("wb") as file:
                    while content and (block := content.read(BLOCK)):
                        file.write(block)
                if digest(target) != expected:
                    raise Refused(
                        f"{source} is damaged: {member.name} is not what was backed up. Nothing was restored."
                    )
    except (tarfile.TarError, OSError, EOFError, ValueError, TypeError) as error:
        raise Refused(f"{source} cannot be read as a backup: {error}. Nothing was restored.") from error
    if missing:
        raise Refused(f"{source} is not whole: {len(missing)} files are missing. Nothing was restored.")
    return manifest


def read_manifest(archive: tarfile.TarFile) -> Manifest:
    """It is the first member, so that a file of another kind is refused before it is read through."""
    first = archive.next()
    content = archive.extractfile(first) if first and first.name == MANIFEST and first.isfile() else None
    if content is None:
        raise Refused("This is not a backup of Partner Desk: its manifest is missing.")
    manifest = Manifest(**json.loads(content.read()))
    if manifest.format != FORMAT:
        raise Refused(
            f"This backup has format {manifest.format}, this release reads {FORMAT}. Use a newer release."
        )
    return manifest


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
