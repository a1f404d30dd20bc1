"""The labels that partners bear, with those that are probably one and the same."""

from collections import Counter
from dataclasses import dataclass

from partners.labels import alike_within
from partners.models import LabelMerge, Partner


@dataclass(frozen=True)
class LabelLine:
    """One label: how many partners bear it, and the more frequent one that it resembles (empty: none)."""

    label: str
    count: int
    like: str


@dataclass(frozen=True)
class LabelList:
    attribute: str
    name: str
    lines: list[LabelLine]

    @property
    def labels(self) -> list[str]:
        return [line.label for line in self.lines]

    @property
    def has_doubles(self) -> bool:
        return any(line.like for line in self.lines)


def _order(item: tuple[str, int]) -> str:
    return item[0].casefold()


def label_lists() -> list[LabelList]:
    """Segments, tiers, regions and countries; one query each."""
    return [_list(attribute) for attribute in LabelMerge.Attribute]


def _list(attribute: LabelMerge.Attribute) -> LabelList:
    name = attribute.value
    counts = Counter(Partner.objects.exclude(**{name: ""}).values_list(name, flat=True))
    like = {pair.label: pair.suggestion for pair in alike_within(counts)}
    lines = [
        LabelLine(label, count, like.get(label, "")) for label, count in sorted(counts.items(), key=_order)
    ]
    return LabelList(name, str(attribute.label), lines)
