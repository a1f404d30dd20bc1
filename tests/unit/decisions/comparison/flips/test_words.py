"""What a page says of generated problems, read back from its words and tried out by arithmetic of its own."""

import re
from collections import Counter

from tests.oracle import claims as oracle
from tests.unit.decisions.analysis.worlds import world_of
from tests.unit.decisions.comparison.flips.frozen import flips_of, straightened
from tests.volume import volume

WHOLE, LEAST = 10_000, 120
TINY = 1e-12
LEVEL_DECIMALS = 2
"""Levels without a unit are rounded to so many; zeros at the end are left out."""
SHARES = {"less than", "more than", "between"}
NUMBER = r"([−\d,.<]+)"
SIDE = rf"(falls below|rises above|lies between) {NUMBER}(?: and {NUMBER})?"
CONDITIONS = {
    "its estimate": rf"its c(\d) {SIDE} \(now {NUMBER}\)",
    "another’s estimate": rf"c(\d) of (\w) {SIDE} \(now {NUMBER}\)",
    "baseline": rf"the baseline of c(\d) {SIDE} \(now {NUMBER}\)",
    "weight": rf"c(\d) weighs (less than|more than|between) {NUMBER} %(?: and {NUMBER} %)? \(now {NUMBER} %\)",
    "trade-off": rf"coverage weighs (less than|more than|between) {NUMBER} %(?: and {NUMBER} %)? \(now {NUMBER} %\)",
}
ROW = re.compile(r"^(?:([A-F]) |baseline of )c(\d) (below|above|between)$")
KINDS = {f"{case}, {what}" for case in ("until", "would lead") for what in CONDITIONS} | {
    "rows", "rows of a baseline", "no row", "leads", "behind", "level", "holds", "outside", "between",
    "level, nothing flips",
}  # fmt: skip


def test_what_is_said_is_so():
    seen, tried = Counter(), volume(WHOLE)
    for number in range(0, WHOLE, WHOLE // tried):
        world = straightened(world_of(number))
        flips = flips_of(world)
        try:
            check_sentence(world, flips, seen)
            check_rows(world, flips, seen)
        except AssertionError as found:
            raise AssertionError(f"problem {number}: {flips.sentence}: {found}") from found
    assert set(seen) == KINDS
    assert {kind: count for kind, count in seen.items() if count < LEAST * tried // WHOLE} == {}


def check_sentence(world, flips, seen):
    words, tops, values = flips.sentence, oracle.leaders(world), oracle.scores(world)
    chosen = world.options.index(world.chosen) if world.chosen else None
    is_behind = chosen is not None and chosen not in tops
    assert ("which is selected" in words) == is_behind
    assert (" are level at " in words) == (len(tops) > 1)
    if len(tops) == 1:
        assert words.startswith(f"{world.options[min(tops)]} is best")
    seen["behind" if is_behind else "level" if len(tops) > 1 else "leads"] += 1
    said = list(conditions(words))
    assert bool(said) == (" until " in words or "It would lead if" in words)
    seen["holds"] += " whatever any one criterion weighs" in words
    subject = chosen if is_behind else min(tops)
    for what, (kind, row, column), pairs in said:
        scale = 100 if kind in {"weight", "trade_off"} else 1
        place = kind, 0 if kind == "baseline" else subject if what == "its estimate" else row, column
        for pair in pairs:
            near, beyond = leads(oracle.moved(world, *place, [end / scale for end in pair]), subject)
            # It may be level with another one for a stretch, where neither follows the number any more.
            least = TINY if len(pairs) == 1 else -TINY
            assert near <= TINY and beyond > least if is_behind else beyond < -TINY <= near, (
                what,
                pair,
                near,
                beyond,
            )
        seen[f"{'would lead' if is_behind else 'until'}, {what}"] += 1
        seen["between"] += len(pairs) == 2
    assert values.max() - values[subject] >= 0


def leads(found, option):
    """How far an option is ahead of the best other one, in each row of values."""
    return [
        values[option] - max(value for at, value in enumerate(values) if at != option) for values in found
    ]


def conditions(words):
    """Each condition of a sentence: what moves, and from where to where it changes who leads, once or twice."""
    for what, pattern in CONDITIONS.items():
        for found in re.finditer(r"(?<![\w] of )" + pattern, words):
            groups = list(found.groups())
            column = int(groups.pop(0)) if what != "trade-off" else None
            row = "ABCDEF".index(groups.pop(0)) if what == "another’s estimate" else None
            side, level, end, now = groups
            assert level != now, f"{what}: two levels that read alike"
            place = {"its estimate": "estimate", "another’s estimate": "estimate", "trade-off": "trade_off"}
            yield what, (place.get(what, what), row, column), pairs_of(side, level, end)


def pairs_of(side, level, end):
    """Where to look: just before and just beyond a level, as exactly as it is said; of two ends both."""
    decimals = 0 if side in SHARES else LEVEL_DECIMALS
    at, step = number(level, decimals)
    if end is None:
        return [
            (at + step, at - step)
            if side in {"falls below", "less than", "below"}
            else (at - step, at + step)
        ]
    last, last_step = number(end, decimals)
    assert at < last, "two ends that read alike"
    return [(at - step, (at + last) / 2), (last + last_step, (at + last) / 2)]


def number(text, least):
    """A printed number, and the step that its last digit leaves open."""
    plain = text.replace(",", "").replace("−", "-").replace("<", "")
    decimals = max(least, len(plain.partition(".")[2]))
    return float(plain), 0.51 * 10**-decimals


def check_rows(world, flips, seen):
    is_behind = "which is selected" in flips.sentence
    for row in flips.rows:
        option, column, side = ROW.match(row.words).groups()
        level, _and, end = row.level.partition(" and ")
        place = (
            ("estimate", world.options.index(option), int(column)) if option else ("baseline", 0, int(column))
        )
        for pair in pairs_of("lies between" if end else side, level, end or None):
            near, beyond = leads(oracle.moved(world, *place, pair), world.options.index(row.to))
            assert near <= TINY, (row, pair)
            assert beyond > 0 if is_behind and not end else beyond >= -TINY, (row, pair)
        assert (row.to == world.chosen) == is_behind or not world.chosen
        seen["rows" if option else "rows of a baseline"] += 1
    if not flips.rows:
        is_level = " are level at " in flips.sentence and not is_behind
        seen["level, nothing flips" if is_level else "no row"] += 1
        assert ("level" in flips.no_flip_words) == is_level
        assert ("makes" in flips.no_flip_words) == is_behind
    seen["outside"] += len(flips.unreachable)
