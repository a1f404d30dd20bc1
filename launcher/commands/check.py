"""`desk.py check`: what can be said of the code without running it. Each step runs, whatever others found."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from launcher import environment, paths, say, services, variables
from launcher.commands import test

LAYERS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
# Without servers Django cannot read the history in the database, and says so; that is not what is asked here.
NO_HISTORY = "ignore:Got an error checking a consistent migration history"

# Of what a failed step has said, so many lines are shown; all of it stands in its log.
LINES = 40


@dataclass(frozen=True)
class Check:
    name: str
    argv: list[str]


@dataclass(frozen=True)
class Result:
    check: Check
    code: int
    output: str
    seconds: float


def run() -> int:
    home = paths.home()
    python = environment.ensure(home, dev=True)
    home.logs.mkdir(exist_ok=True)
    surroundings = variables.without_servers(home) | test.caches(home)
    every = checks(str(python), home.root / "cache")
    with ThreadPoolExecutor(max_workers=services.cores()) as pool:
        results = []
        for result in pool.map(lambda check: perform(check, surroundings), every):
            results.append(result)
            say.line(
                f"  {'FAILED' if result.code else 'ok':<7} {result.check.name:<22} {result.seconds:5.1f} s"
            )
    failed = [result for result in results if result.code]
    for result in failed:
        log = home.logs / f"check-{result.check.name.replace(' ', '-')}.log"
        log.write_text(result.output, encoding="utf-8")
        say.line(f"\n{result.check.name} ({' '.join(result.check.argv[1:])}), the end of {log}:")
        say.line(say.end_of(log, LINES))
    say.line(f"\n{len(results) - len(failed)} of {len(results)} checks passed")
    return 1 if failed else 0


def checks(python: str, cache: Path) -> list[Check]:
    """The slow ones first, so that the others run beside them."""
    every = [
        Check("types", [python, "-m", "mypy"]),
        Check(
            "migrations", [python, "-W", NO_HISTORY, "manage.py", "makemigrations", "--check", "--dry-run"]
        ),
        Check(
            "lock",
            [python, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/unit/test_lock.py"],
        ),
        Check("layers", [python, "-c", LAYERS, "--no-logo", "--cache-dir", str(cache / "import-linter")]),
        Check("lint", [python, "-m", "ruff", "check", "."]),
        Check("format", [python, "-m", "ruff", "format", "--check", "."]),
        Check(
            "template lint", [python, "-m", "djlint", "--lint", "--quiet", "--allow-empty-input", "templates"]
        ),
    ]
    if any(paths.PROJECT.glob("*/management/commands/stages.py")):
        every.append(Check("lifecycle diagram", [python, "manage.py", "stages", "--check"]))
    return every


def perform(check: Check, surroundings: dict[str, str]) -> Result:
    begun = time.monotonic()
    done = subprocess.run(
        check.argv,
        cwd=paths.PROJECT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Result(check, done.returncode, done.stdout + done.stderr, time.monotonic() - begun)
