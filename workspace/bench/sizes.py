"""How large the data sets are, and how often each thing is measured."""

from dataclasses import dataclass

from workspace.bench.trigger_making import Herd


@dataclass(frozen=True)
class Sizes:
    """`is_quick` measures next to nothing, in the present database, and leaves nothing behind."""

    is_quick: bool
    import_rows: int
    months: int
    partners: tuple[int, int]
    """Partners in the file that gives few observations, and in the one that gives about one for each row."""
    import_runs: int
    records: tuple[int, int]
    own_records: int
    """Records of the person who has few."""
    rounds: int
    calls: int
    """Calls of one kind in a round."""
    draws: int
    analyses: int
    """Measurements of the shares of so many draws."""
    versions: int
    """In one batch."""
    batch_runs: int
    triggers: tuple[int, int]
    """On the metric that is refreshed, and on others."""
    watched_partners: int
    trigger_runs: int
    prints: int

    def herd(self, *, is_shared: bool, with_others: bool) -> Herd:
        """The triggers of a measurement, with or without those on other metrics."""
        on_it, on_others = self.triggers
        return Herd(on_it, on_others if with_others else 0, self.watched_partners, self.months, is_shared)

    def words(self) -> list[str]:
        """The sizes as sentences for the head of the table."""
        few, many = (f"{count * self.months:,}" for count in self.partners)
        told = [
            ("import", f"{self.import_rows:,} rows over {self.months} months"),
            ("observations", f"{few} and about {many}; median of {self.import_runs} imports"),
            ("records", f"{self.records[0]:,} and {self.records[1]:,}, one in ten of them private"),
            ("the person's own records", f"{self.own_records}"),
            ("pages", f"medians of {self.rounds * self.calls}"),
            ("shares of draws", f"medians of {self.analyses}"),
            ("batches", f"medians of {self.batch_runs}"),
            (
                "watched observations",
                f"{self.watched_partners * self.months:,}; medians of {self.trigger_runs}",
            ),
            ("one-pagers", f"medians of {self.prints}"),
        ]
        return [f"{what}: {words}" for what, words in told]


FULL = Sizes(
    is_quick=False,
    import_rows=1_000_000,
    months=24,
    partners=(150, 41_667),
    import_runs=3,
    records=(1_000, 100_000),
    own_records=20,
    rounds=3,
    calls=20,
    draws=10_000,
    analyses=9,
    versions=100_000,
    batch_runs=3,
    triggers=(100_000, 900_000),
    watched_partners=416_667,
    trigger_runs=3,
    prints=15,
)
QUICK = Sizes(
    is_quick=True,
    import_rows=20_000,
    months=24,
    partners=(10, 834),
    import_runs=1,
    records=(120, 240),
    own_records=20,
    rounds=1,
    calls=3,
    draws=2_000,
    analyses=1,
    versions=500,
    batch_runs=1,
    triggers=(200, 400),
    watched_partners=300,
    trigger_runs=1,
    prints=1,
)
