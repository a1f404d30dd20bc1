"""Thirty faults, planted one after the other in a copy of the code: each has to make a named test fail.

    python3 tools/planted_breaks.py [--home FOLDER] [number or words …]

A fault is one line that is changed. It is found by its old text, and its tests by their names, so that files may move;
where either is not there exactly once, that fault counts as missed and has to be written anew. The copy is a worktree
of the last commit, beside the same folder of vectors. First every named test runs on the copy as it is: what fails
there would find anything.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = ("tests/", "tools/", "docs/")
KINDS = (".py", ".html", ".md", ".js", ".css", ".yaml")


@dataclass(frozen=True)
class Break:
    """A fault in words, the text in which it stands, and the tests of which one has to notice it."""

    words: str
    old: str
    new: str
    tests: tuple[str, ...]


BREAKS = (
    # The machine behind triggers
    Break(
        "an episode begins a sample early",
        "    if breaches < rule.for_samples:",
        "    if breaches < rule.for_samples - 1:",
        ("test_the_published_cases",),
    ),
    Break(
        "an episode ends a sample late",
        "    if clears < rule.hold_samples:",
        "    if clears <= rule.hold_samples:",
        ("test_the_published_cases",),
    ),
    Break(
        "a sample counts twice when it comes twice",
        "if condition.period is not None and sample.period <= condition.period:",
        "if condition.period is not None and sample.period < condition.period:",
        ("test_the_same_sample_and_an_older_one_change_nothing",),
    ),
    # Analysis
    Break(
        "weights do not add up to 1",
        "normalised: Vector = swings / swings.sum()",
        "normalised: Vector = swings / swings.max()",
        (
            "test_values_on_the_mean_matrix_of_the_municipal_plan",
            "test_the_break_evens_of_the_municipal_plan",
        ),
    ),
    Break(
        "a tie counts for nobody",
        "above += better.sum(axis=-1) + equal.sum(axis=-1) / 2",
        "above += better.sum(axis=-1)",
        ("test_two_equal_options_share_the_ranks",),
    ),
    Break(
        "what only ties is told as a change of places",
        "crosses_zero=min(at_low, lead, at_high) < -TIE and max(at_low, lead, at_high) > TIE,",
        "crosses_zero=min(at_low, lead, at_high) < TIE and max(at_low, lead, at_high) > -TIE,",
        ("test_an_end_that_only_ties_does_not_cross",),
    ),
    Break(
        "a break-even is sought on the wrong side",
        "curves.levels_of(own - step, near, clip=clip),",
        "curves.levels_of(own + step, near, clip=clip),",
        ("test_the_break_evens_of_the_municipal_plan", "test_at_each_break_even_the_two_options_tie"),
    ),
    # Votes
    Break(
        "a quorum that is just reached is none",
        "present * 100 < rules.quorum * base",
        "present * 100 <= rules.quorum * base",
        ("test_what_votes_come_to",),
    ),
    Break(
        "half of the votes is a majority",
        "if approve * 100 > rules.threshold * (approve + against):",
        "if approve * 100 >= rules.threshold * (approve + against):",
        ("test_what_votes_come_to",),
    ),
    Break(
        "who is recused stays in the base",
        "base = seats - counts[Choice.RECUSE] if rules.recused_leave else seats",
        "base = seats",
        ("test_what_votes_come_to", "test_the_counts_are_told"),
    ),
    Break(
        "a vote counts for a version that nobody has seen",
        "    if paper.seen_sha256 != found.sha256:",
        "    if not paper.seen_sha256:",
        ("test_a_vote_on_another_version_than_the_one_that_was_seen_is_refused",),
    ),
    # Freezing and verifying
    Break(
        "a version does not name the one before",
        '        "previous_sha256": previous_sha256,\n        "proposed": {',
        '        "previous_sha256": "",\n        "proposed": {',
        ("test_a_later_version_names_the_hash_of_the_one_before",),
    ),
    Break(
        "equal decimals are written in two ways",
        '        text = text.rstrip("0").rstrip(".")',
        '        text = text.rstrip(".")',
        ("test_decimals_are_written_plainly",),
    ),
    Break(
        "an altered paper is unknown",
        "return _altered(named_in(data), sha256) or _altered(named_inside_pdf(data), sha256) or verdict",
        "return verdict",
        ("test_a_pdf_that_was_saved_again_is_altered",),
    ),
    # Permissions
    Break(
        "the author may approve",
        "    return Access.Via.APPROVER in ways and Access.Via.AUTHOR not in ways",
        "    return Access.Via.APPROVER in ways or Access.Via.AUTHOR in ways",
        ("test_the_author_does_not_decide_even_as_administrator", "test_only_the_approver_waives"),
    ),
    Break(
        "administrators see what is private",
        "declare(VIEW, is_named | is_public)",
        "declare(VIEW, is_named | is_public) | is_administrator",
        ("test_an_administrator_does_not_see_what_is_private",),
    ),
    Break(
        "viewers write",
        "    Role.VIEWER: frozenset(\n        {",
        '    Role.VIEWER: frozenset(\n        {\n            "decisions.change_record",',
        ("test_a_viewer_reads_what_is_shared_and_writes_nothing",),
    ),
    # Imports
    Break(
        "a file ends what another source gave",
        "observation.series_id = %(series)s AND observation.source_id = %(source)s\n",
        "observation.series_id = %(series)s\n",
        ("test_another_source_replaces_nothing",),
    ),
    Break(
        "a file ends the months that it does not cover",
        "    AND (observation.period = ANY(%(periods)s) OR observation.period > %(today)s)\n",
        "    AND (%(periods)s IS NOT NULL OR %(today)s IS NOT NULL)\n",
        ("test_months_that_a_file_does_not_cover_are_left_alone",),
    ),
    # Measures
    Break(
        "a stock adds up over time",
        'Part("open", _("open"), over_time=LAST, is_whole=True, runs_up=True),',
        'Part("open", _("open"), is_whole=True, runs_up=True),',
        ("test_a_stock_does_not_add_up_over_periods",),
    ),
    Break(
        "detractors promote",
        "return percent((promoters - detractors, answers))",
        "return percent((promoters + detractors, answers))",
        ("test_net_promoter_score_as_reichheld_counts_it",),
    ),
    Break(
        "data turn stale a day late",
        "    return end + dt.timedelta(days=lag_days + slack_days + 1)",
        "    return end + dt.timedelta(days=lag_days + slack_days + 2)",
        ("test_the_day_on_which_data_turn_stale_is_the_first_such_day",),
    ),
    # The chain, jobs, mails
    Break(
        "a seal does not rest on the one before",
        "        previous = sha256\n",
        '        previous = ""\n',
        ("test_events_are_sealed_once_in_order_and_without_gaps",),
    ),
    Break(
        "a job is given up an attempt early",
        "\n    if job.attempts >= ATTEMPTS:\n",
        "\n    if job.attempts >= ATTEMPTS - 1:\n",
        ("test_a_failure_is_tried_again_later_and_parked_after_three",),
    ),
    Break(
        "a digest is due at once where it is due now",
        "        if moment > after:\n            return moment",
        "        if moment >= after:\n            return moment",
        ("test_it_is_ahead_within_a_day_and_each_day_has_one", "test_the_hour_on_the_persons_clock"),
    ),
    # What is fetched
    Break(
        "an address that wears another is let through",
        "            return is_public(address.ipv4_mapped)",
        "            return True",
        ("test_addresses_of_our_own_are_refused", "test_numbers_that_mean_this_machine_are_seen_through"),
    ),
    # Differences
    Break(
        "who owns it is no difference",
        "        return bool(old.identity(was) != new.identity(now))",
        "        return False",
        ("test_words_people_and_rows_that_came_or_went",),
    ),
    # Views
    Break(
        "whatever has a code is shown",
        "    record = Record.objects.visible_to(person).with_header().with_ways(person).filter(code=code).first()",
        "    record = Record.objects.with_header().with_ways(person).filter(code=code).first()",
        ("test_who_gets_what[decisions:history GET private]",),
    ),
    Break(
        "a second tab writes over the first",
        "    if current.save_id != save_id and current.revision != revision:",
        "    if current.save_id != save_id and current.revision < revision:",
        ("test_of_two_texts_saved_at_once_one_is_kept_and_the_other_handed_back",),
    ),
    # Templates
    Break(
        "the ballot does not say which version it is of",
        'ballot">\n      {% csrf_token %}\n      <input type="hidden" name="sha256" value="{{ version.sha256 }}">',
        'ballot">\n      {% csrf_token %}\n      <input type="hidden" name="sha256" value="">',
        ("test_a_proposed_record_shows_the_version_that_is_voted_on",),
    ),
)


class Gone(Exception):
    """A text or a test that is not there exactly once."""


@contextmanager
def copy_of_the_code() -> Iterator[Path]:
    """A worktree of the last commit, taken away at the end."""
    with tempfile.TemporaryDirectory(prefix="breaks-") as folder:
        copy = Path(folder) / "copy"
        git("worktree", "add", "--detach", str(copy), "HEAD", at=ROOT)
        vectors = ROOT.parent / "shared"
        if vectors.exists():  # what the tests read from beside the code
            (Path(folder) / "shared").symlink_to(vectors)
        try:
            yield copy
        finally:
            git("worktree", "remove", "--force", str(copy), at=ROOT)


def git(*words: str, at: Path) -> str:
    return subprocess.run(["git", *words], cwd=at, check=True, capture_output=True, text=True).stdout  # noqa: S607


def files(copy: Path) -> list[Path]:
    return [copy / name for name in git("ls-files", at=copy).splitlines()]


def place_of(copy: Path, text: str) -> Path:
    """The one file of the application that holds a text, and holds it once."""
    found = [
        path
        for path in files(copy)
        if path.suffix in KINDS and not str(path.relative_to(copy)).startswith(LEFT_OUT)
        for _time in range(path.read_text(encoding="utf-8").count(text))
    ]
    if len(found) != 1:
        raise Gone(f"{len(found)} places hold {text.strip()!r}")
    return found[0]


def test_of(copy: Path, name: str) -> str:
    """The address of a test by its name: `test_x`, or `test_x[case]`."""
    start = f"def {name.partition('[')[0]}("
    found = [
        path
        for path in files(copy)
        if path.name.startswith("test_") and start in path.read_text(encoding="utf-8")
    ]
    if len(found) != 1:
        raise Gone(f"{len(found)} files hold {name}")
    return f"{found[0].relative_to(copy)}::{name}"


def run(copy: Path, home: Path, tests: Sequence[str]) -> int:
    """Pytest's exit code: 0 where all pass, 1 where one fails."""
    command = [sys.executable, "desk.py", "test", "-n", "0", "-q", "-x", *tests]
    surroundings = os.environ | {"DESK_HOME": str(home), "TEST_PATIENCE": "20"}
    with (home / "last.log").open("wb") as log:
        return subprocess.run(
            command, cwd=copy, env=surroundings, check=False, stdout=log, stderr=log
        ).returncode


def try_one(copy: Path, home: Path, planted: Break) -> str:
    """What came of one fault."""
    try:
        path, tests = place_of(copy, planted.old), [test_of(copy, name) for name in planted.tests]
    except Gone as gone:
        return f"MISSED: {gone}"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(planted.old, planted.new), encoding="utf-8")
    try:
        code = run(copy, home, tests)
    finally:
        path.write_text(whole, encoding="utf-8")
    return {0: "MISSED", 1: "found"}.get(code, f"MISSED: pytest ended with {code}")


def chosen(words: Sequence[str]) -> list[tuple[int, Break]]:
    numbered = list(enumerate(BREAKS, start=1))
    return [
        (number, planted)
        for number, planted in numbered
        if not words or any(word == str(number) or word in planted.words for word in words)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path, help="where the tests' servers stand, to be used again")
    parser.add_argument("words", nargs="*")
    given = parser.parse_args()
    breaks = chosen(given.words)
    missed = 0
    with copy_of_the_code() as copy:
        home = (given.home or copy.parent / "home").absolute()
        home.mkdir(parents=True, exist_ok=True)
        names = dict.fromkeys(name for _number, planted in breaks for name in planted.tests)
        code = run(copy, home, [test_of(copy, name) for name in names])
        if code:
            print(f"The tests do not pass on the code as it is ({code}); see {home / 'last.log'}")
            return 1
        for number, planted in breaks:
            begun = time.monotonic()
            result = try_one(copy, home, planted)
            missed += result != "found"
            print(f"{number:2d}  {result:<8} {time.monotonic() - begun:4.0f} s  {planted.words}", flush=True)
    print(f"{len(breaks) - missed} of {len(breaks)} were found.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
