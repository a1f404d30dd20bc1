"""The locks are fresh, whole and tied to no machine. docs/operations.md says how they are written."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def declared(lock):
    """What pyproject.toml asks for: (requirement, where it stands, as the lock's comments call it)."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        (Requirement(text), "partner-desk (pyproject.toml)") for text in project["project"]["dependencies"]
    ]
    if lock == "requirements-dev.txt":
        groups = project["dependency-groups"]["dev"]
        asked += [(Requirement(text), "partner-desk (pyproject.toml:dev)") for text in groups]
    return asked


def entries(lock):
    """The lock's entries: name → (requirement, hashes, who wants it)."""
    text = (PROJECT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", "\n" + re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    found = {}
    for block in filter(None, (block.strip() for block in blocks)):
        head = Requirement(block.splitlines()[0].removesuffix("\\").strip())
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})\b", block)
        comment = block.partition("# via")[2].replace("#", "")
        found.setdefault(canonicalize_name(head.name), []).append((head, hashes, comment.split("\n")))
    return found


@pytest.fixture(scope="module", params=LOCKS)
def lock(request):
    return request.param


def test_every_dependency_is_pinned_within_what_is_asked(lock):
    pinned = entries(lock)
    for asked, _ in declared(lock):
        heads = [head for head, _, _ in pinned.get(canonicalize_name(asked.name), [])]
        assert heads, f"{asked.name} is not in {lock}: write the lock again"
        for head in heads:
            version = str(head.specifier).removeprefix("==")
            assert asked.specifier.contains(version, prereleases=True), f"{head} is outside of {asked}"


def test_what_the_lock_was_written_for_is_what_is_asked_now(lock):
    """A dependency that was dropped from pyproject.toml leaves its mark in the comments."""
    wanted = {(canonicalize_name(asked.name), place) for asked, place in declared(lock)}
    written = {
        (name, word.strip())
        for name, versions in entries(lock).items()
        for _, _, comment in versions
        for word in comment
        if word.strip().startswith("partner-desk")
    }
    assert written == wanted


def test_every_entry_is_one_version_with_hashes(lock):
    for name, versions in entries(lock).items():
        for head, hashes, _ in versions:
            assert re.fullmatch(r"==[^*,]+", str(head.specifier)), f"{name} is not pinned to one version"
            assert hashes, f"{name} has no hash"


def test_it_names_no_host_no_index_and_no_path(lock):
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert not re.search(
        r"://|--index|--extra-index|--find-links|--trusted|file:|@ |^-e|^\.{0,2}/", text, re.MULTILINE
    )
    assert "--universal --generate-hashes --no-emit-index-url" in text.splitlines()[1]


def test_both_locks_agree():
    """So that an environment with the development packages serves as well."""
    run, dev = entries(LOCKS[0]), entries(LOCKS[1])
    for name, versions in run.items():
        assert [str(head) for head, _, _ in dev[name]] == [str(head) for head, _, _ in versions]
