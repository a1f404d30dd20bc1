"""The score grid: partners × periods, with what stands there, what was typed, and what is wrong with it."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.units import shown, unit_code
from metrics.manual_entry.cells import BadCell, Entered, read_cell
from metrics.manual_entry.models import HandEntry
from metrics.manual_entry.save import CellChange, EntryConflict, entry_text
from metrics.measures import MEASURES
from metrics.measures.months import LENGTHS, add_months, month_key, period_key
from metrics.observations.models import Observation
from partnerdesk.core import dates
from partners.models import Partner

PERIODS = {1: 6, 3: 4}
"""How many periods a grid shows, by their length."""


@dataclass
class GridCell:
    """One cell. `text` is what the field holds, `saved` what is stored, `from_file` what a file gives."""

    partner: Partner
    period: dt.date
    text: str = ""
    saved: str = ""
    seen: int = 0
    told: str = ""
    from_file: str = ""
    error: str = ""
    conflict: str = ""

    @property
    def name(self) -> str:
        return cell_name(self.partner.pk, self.period)

    @property
    def shown(self) -> str:
        """What the page says that it showed."""
        return f"{self.seen}|{self.saved}"


def cell_name(partner_id: uuid.UUID, period: dt.date) -> str:
    return f"{partner_id}.{month_key(period)}"


@dataclass
class Grid:
    """A page of partners over some periods; `rows` are (partner, cells)."""

    definition: DefinitionVersion
    periods: list[dt.date]
    rows: list[tuple[Partner, list[GridCell]]]
    problems: list[str] = field(default_factory=list)

    @property
    def length(self) -> int:
        return LENGTHS[self.definition.content.period]

    @property
    def cells(self) -> Iterable[GridCell]:
        return (cell for _partner, cells in self.rows for cell in cells)

    @property
    def has_errors(self) -> bool:
        return any(cell.error for cell in self.cells) or bool(self.problems)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put typed or pasted texts into the fields, by cell name."""
        for cell in self.cells:
            cell.text = texts.get(cell.name, cell.text).strip()

    def see(self, shown_on_page: Mapping[str, str]) -> None:
        """What the page showed when the person began, by cell name: `revision|text`."""
        for cell in self.cells:
            revision, _bar, text = shown_on_page.get(cell.name, "0|").partition("|")
            cell.seen = int(revision) if revision.isdigit() else 0
            cell.saved = text

    def changes(self) -> list[CellChange]:
        """The cells that differ from what the page showed. What can't be read is marked on its cell."""
        changes = []
        for cell in self.cells:
            if cell.text == cell.saved:
                continue
            try:
                changes.append(CellChange(cell.partner.pk, cell.period, self._read(cell), cell.seen))
            except BadCell as error:
                cell.error = str(error)
        return changes

    def _read(self, cell: GridCell) -> Entered | None:
        measure = self.definition.series.measure  # type: ignore[union-attr]
        return read_cell(cell.text, measure, self.definition.content.bounds)

    def mark(self, conflicts: Sequence[EntryConflict]) -> None:
        """Show both: what stands there now, and what was typed. Saving again then replaces it knowingly."""
        by_name = {
            cell_name(found.change.partner_id, found.change.period): found.entry for found in conflicts
        }
        for cell in self.cells:
            entry = by_name.get(cell.name)
            if entry is not None:
                cell.saved, cell.seen = entry_text(self.definition, entry), entry.revision
                cell.conflict = _(
                    "%(who)s wrote %(text)s meanwhile. Save again to put yours in its place."
                ) % {
                    "who": entry.assessor,
                    "text": cell.saved or _("nothing"),
                }


def periods_until(last: dt.date, length: int) -> list[dt.date]:
    """The periods of a grid, oldest first, the last one beginning on `last`."""
    count = PERIODS[length]
    return [add_months(last, length * (index + 1 - count)) for index in range(count)]


def make_grid(definition: DefinitionVersion, partners: Sequence[Partner], periods: list[dt.date]) -> Grid:
    """The grid with what is stored; a fixed number of queries."""
    place = {"partner__in": partners, "period__in": periods}
    entries = HandEntry.objects.filter(metric=definition.metric_id, **place).select_related("assessor")
    by_place = {(entry.partner_id, entry.period): entry for entry in entries}
    from_files = _from_files(definition, partners, periods)
    grid = Grid(definition, periods, [])
    for partner in partners:
        cells = []
        for period in periods:
            cell = GridCell(partner, period, from_file=from_files.get((partner.pk, period), ""))
            entry = by_place.get((partner.pk, period))
            if entry is not None:
                cell.saved = cell.text = entry_text(definition, entry)
                cell.seen = entry.revision
                cell.told = _told(entry)
            cells.append(cell)
        grid.rows.append((partner, cells))
    return grid


def _told(entry: HandEntry) -> str:
    words = _("%(who)s, %(when)s") % {"who": entry.assessor, "when": dates.day(entry.assessed_on)}
    return f"{words}: {entry.note}" if entry.note else words


def _from_files(
    definition: DefinitionVersion, partners: Sequence[Partner], periods: list[dt.date]
) -> dict[tuple[uuid.UUID, dt.date], str]:
    """Values that files give for the same cells: these count."""
    observations = Observation.objects.current().filter(
        series=definition.series_id, period__in=periods, partner__in=partners, entry=None
    )
    measure = MEASURES[definition.series.measure]  # type: ignore[union-attr]
    found = {}
    for observation in observations.counting_last():
        value: Decimal | None = measure.value(observation.parts_by(measure))
        unit = unit_code(definition.unit, observation.currency)
        found[observation.partner_id, observation.period] = shown(value, unit, with_unit=False)
    return found


@dataclass(frozen=True)
class Pasted:
    """A pasted table: the partners that it names, texts by cell name, and what could not be placed."""

    partners: list[Partner]
    texts: dict[str, str]
    problems: list[str]


def read_pasted(text: str, periods: list[dt.date], length: int) -> Pasted:
    """Place a table copied from a spreadsheet: partners down, periods across, keys or names first.

    A first row that names periods says which column is which; without it they are the grid's, in order.
    """
    lines = [line.split("\t") for line in text.splitlines() if line.strip()][:MOST_PASTED]
    if not lines:
        return Pasted([], {}, [_("Nothing was pasted.")])
    names = {period_key(period, length): period for period in periods}
    names |= {period_key(period, 1): period for period in periods}
    names |= {dates.period(period, length): period for period in periods}
    head = [names.get(field.strip()) for field in lines[0][1:]]
    columns = head if any(head) else list(periods)
    body = lines[1:] if any(head) else lines
    by_word = _partners_by_word([line[0].strip() for line in body])
    texts: dict[str, str] = {}
    partners: dict[uuid.UUID, Partner] = {}
    problems = []
    for line in body:
        partner = by_word.get(line[0].strip())
        if partner is None:
            problems.append(_("There is no single partner “%(word)s”.") % {"word": line[0].strip()[:60]})
            continue
        partners[partner.pk] = partner
        for period, field_text in zip(columns, line[1:], strict=False):
            if period is not None:
                texts[cell_name(partner.pk, period)] = field_text.strip()
    return Pasted(list(partners.values()), texts, problems)


MOST_PASTED = 60


def _partners_by_word(words: list[str]) -> dict[str, Partner]:
    """Partners by key or, where only one bears it, by name."""
    found: dict[str, Partner] = {}
    doubled: set[str] = set()
    for partner in Partner.objects.filter(name__in=words):
        if partner.name in found:
            doubled.add(partner.name)
        found[partner.name] = partner
    for name in doubled:
        del found[name]
    return found | Partner.objects.in_bulk(words, field_name="key")
