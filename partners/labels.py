"""Labels that are probably meant to be one: 'Ware House' beside 'Warehouse'."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

CLOSE = 0.87
SHORTEST = 5
MOST_LABELS = 300


@dataclass(frozen=True)
class Alike:
    """`label` is probably a misspelt `suggestion`."""

    label: str
    suggestion: str


def folded(label: str) -> str:
    """A label whose case, width and spaces make no difference: “ＡＣＭＥ  Corp” is “acme corp”."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", label).casefold()).split())


def squeezed(label: str) -> str:
    """Letters and digits alone, case and width folded: what is left of a label without its typing."""
    return "".join(sign for sign in folded(label) if sign.isalnum())


def alike_within(counts: dict[str, int]) -> Iterator[Alike]:
    """Pairs within one list, the rarer label first. Long lists are compared by squeezed form only."""
    labels = sorted(counts, key=lambda label: (-counts[label], label))
    by_squeezed: dict[str, str] = {}
    for label in labels:
        if squeezed(label) in by_squeezed:
            yield Alike(label, by_squeezed[squeezed(label)])
        else:
            by_squeezed[squeezed(label)] = label
    if len(by_squeezed) <= MOST_LABELS:
        kept = list(by_squeezed.values())
        for index, label in enumerate(kept):
            match = closest(label, kept[:index])
            if match:
                yield Alike(label, match)


def alike_to_reference(labels: Iterable[str], reference: Iterable[str]) -> Iterator[Alike]:
    """Labels that are not in `reference` but nearly like one of it."""
    right = set(reference)
    by_squeezed = {squeezed(label): label for label in right}
    for label in labels:
        if label in right:
            continue
        match = by_squeezed.get(squeezed(label)) or closest(label, sorted(right))
        if match:
            yield Alike(label, match)


def closest(label: str, others: Iterable[str]) -> str | None:
    """The most similar of `others`, where it is similar enough to be a typing error."""
    mine = squeezed(label)
    if len(mine) < SHORTEST:
        return None
    best, best_ratio = None, CLOSE
    for other in others:
        theirs = squeezed(other)
        if len(theirs) < SHORTEST or _digits(mine) != _digits(theirs):
            continue
        matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
        if matcher.quick_ratio() >= best_ratio and matcher.ratio() >= best_ratio:
            best, best_ratio = other, matcher.ratio()
    return best


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
