"""What the application wants of the system: Pango for PDF files, and a browser for its tests."""

import os
import platform
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from launcher import say

PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# The libraries that the PDF engine opens, by their names on Linux and on macOS.
PANGO_LIBRARIES = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
)
PROBE = """
import ctypes, sys
def opens(name):
    try:
        return bool(ctypes.CDLL(name))
    except OSError:
        return False
sys.exit(not all(any(opens(name) for name in names) for names in %r))
"""
SHELL = "chromium-headless-shell"
"""Debian's Chromium without its window: for each page that is opened it starts no window of its own, which costs a
second of processor."""
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pango_is_there(python: Path) -> bool:
    """Whether the libraries open, asked in a process of its own: a broken one may crash who loads it."""
    return (
        subprocess.run(
            [python, "-c", PROBE % (PANGO_LIBRARIES,)], capture_output=True, check=False
        ).returncode
        == 0
    )


def ensure_pango(python: Path) -> None:
    """Install Pango where that is allowed, else name the line that does. Everything but PDF works without."""
    if pango_is_there(python):
        return
    if not (may_install() and install(PANGO_PACKAGES) and pango_is_there(python)):
        say.line("  PDF files need Pango, which is missing; all else works. It is installed by:")
        say.line(f"    {install_line('pango')}")


def browser() -> str | None:
    """The browser of the tests: Debian's Chromium, or another build of it."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def ensure_browser() -> str:
    """The browser, installed where that is allowed. Without one the tests do not begin: none is skipped."""
    found = browser()
    is_shell = found is not None and Path(found).name == SHELL
    if may_install() and not is_shell:
        if is_offered(SHELL):
            install((SHELL,))
        elif found is None:
            install(("chromium",))
        found = browser()
    if found is None:
        raise say.Refused(
            f"The browser tests need Chromium. It is installed by:\n    {install_line('chromium')}"
        )
    return found


def may_install() -> bool:
    """Whether this is root on Debian, Ubuntu or a relative of theirs."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_offered(package: str) -> bool:
    """Whether the package lists know it; where there are none yet they are asked for."""
    known = ["apt-cache", "show", package]
    for command in (known, ["apt-get", "update"], known):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if command is known and done.returncode == 0:
            return True
        if command is known and browser() is not None:
            return False  # what is there will do
    return False


def install(packages: Sequence[str]) -> bool:
    """Install system packages, with fresh package lists where the present ones do not know them."""
    say.line(f"  installing {' '.join(packages)} …")
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    for command in (get, ["apt-get", "update"], get):
        done = subprocess.run(
            command, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if command is get and done.returncode == 0:
            return True
    return False


def install_line(what: str) -> str:
    """The one line that installs `what` (pango or chromium) on this platform."""
    if platform.system() == "Darwin":
        return "brew install pango" if what == "pango" else "brew install --cask chromium"
    packages = " ".join(PANGO_PACKAGES) if what == "pango" else "chromium"
    if shutil.which("apt-get"):
        return f"sudo apt-get install -y --no-install-recommends {packages}"
    if shutil.which("dnf"):
        return f"sudo dnf install -y {what}"
    if shutil.which("apk"):
        return f"sudo apk add {'pango harfbuzz-subset' if what == 'pango' else 'chromium'}"
    if shutil.which("pacman"):
        return f"sudo pacman -S {what}"
    return f"the package {what} of this system"
