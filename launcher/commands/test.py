"""`desk.py test`: every test, on embedded servers of its own. The last line printed is pytest's.

With `--slow` all of what is generated is tried, in place of one in twenty (tests/volume.py); a whole run of that kind
writes its result to docs/slow-run.md.
"""

from pathlib import Path

from launcher import environment, locks, paths, postgres, preparation, processes, servers, services, system

AT_MOST = 4
SLOW = "--slow"


def run(rest: list[str]) -> int:
    slow = {"TEST_SLOW": "1"} if SLOW in rest else {}
    rest = [word for word in rest if word != SLOW]
    home = paths.home()
    python = environment.ensure(home, dev=True)
    browser = {"CHROMIUM": system.ensure_browser()} if wants_browser(rest) else {}
    system.ensure_pango(python)
    inner = home.inner("test")
    wanted = servers.Wanted(only_embedded=True, durable=False, settings=postgres.FORGETFUL)
    with (
        locks.held(inner.run / "test.lock", waiting_for="the tests that run in this copy already"),
        servers.running(inner, python, wanted) as found,
    ):
        surroundings = found.environment(inner, public_address="http://127.0.0.1:8000", with_settings=False)
        preparation.collect_static(inner, python, surroundings)
        mark = {processes.RUN: str(inner.root)}
        processes.end_run(str(inner.root))  # of a run that was killed before it could do so itself
        try:
            return processes.run_in_foreground(
                command(python, home, rest), surroundings | caches(home) | browser | slow | mark
            )
        finally:
            # However it ended: browsers, workers and copies that tests have started end with it.
            processes.end_run(str(inner.root))


def command(python: Path, home: paths.Home, rest: list[str]) -> list[str]:
    """A file's tests run in one process: they share what they set up. Order and exceptions stand in tests/sharing.py.

    Given arguments come last and win.
    """
    shared = ["-n", str(min(AT_MOST, services.cores())), "--dist", "loadfile", "--no-loadscope-reorder"]
    places = [
        "-o",
        f"cache_dir={home.root / 'cache' / 'pytest'}",
        "--output",
        str(home.root / "test" / "browser"),
    ]
    return [str(python), "-m", "pytest", *shared, *places, *rest]


def wants_browser(rest: list[str]) -> bool:
    """Whether tests/browser is asked for: it is, unless paths are named and none of them leads there."""
    named = [Path(word.partition("::")[0]) for word in rest if not word.startswith("-")]
    existing = [(paths.PROJECT / path).resolve() for path in named if (paths.PROJECT / path).exists()]
    browser = paths.PROJECT / "tests" / "browser"
    return not existing or any(
        path in (browser, *browser.parents) or browser in path.parents for path in existing
    )


def caches(home: paths.Home) -> dict[str, str]:
    """What tools remember between runs stands in the home, too."""
    return {
        "HYPOTHESIS_STORAGE_DIRECTORY": str(home.root / "cache" / "hypothesis"),
        "MYPY_CACHE_DIR": str(home.root / "cache" / "mypy"),
        "RUFF_CACHE_DIR": str(home.root / "cache" / "ruff"),
    }
