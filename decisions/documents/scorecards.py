"""The scorecard that a framework asks for: partners × metrics, frozen with its version, published once in force.

Its figures are as of proposing: nothing stands in it that those who approved could not have known. Meetings and tier
reviews read it, and nothing else, until the next one is published. Each colour has its rule.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from decisions.documents.export_json_md import indented
from decisions.documents.models import Scorecard
from decisions.documents.pdf.engine import Attached, Imprint, Paper, finish, page_html, render
from decisions.documents.pdf.metadata import mark_of
from decisions.documents.pdf.render import qr_of
from decisions.documents.scorecard_colours import colour_of, colour_word, rule_words, shown_text
from decisions.sections.draft import Draft
from decisions.sections.metrics import MetricBinding, baselines_of
from decisions.sections.scope import partner_set
from decisions.versions.frozen import FrozenVersion
from decisions.versions.models import Version
from decisions.versions.report import Report, report_of_version
from metrics.observations.breakdown import breakdown
from partnerdesk.core.canonical import canonical_bytes, plain, sha256_hex
from partners.models import ComplianceCheckpoint, Partner, RiskFlag, Severity

SCHEMA = "partner-desk/scorecard/1"


def scorecard_of(content: Draft, today: dt.date) -> dict[str, Any] | None:
    """The figures of the scorecard as they are now; None where the framework asks for no scorecard."""
    wanted = content.framework.artifact
    if wanted is None or wanted.form != "scorecard":
        return None
    partners = list(partner_set(content).partners().order_by("name", "key"))
    columns = [
        _column(content, binding) for binding in content.all(MetricBinding) if not binding.is_set_aside
    ]
    flags, checks = _flags(partners), _checks(partners, today)
    return {
        "metrics": [column.data for column in columns],
        "partners": [
            {
                "key": partner.key,
                "name": partner.name,
                "segment": partner.segment,
                "values": [column.cell(partner) for column in columns],
                "risk_flags": flags.get(partner.pk, ""),
                "checkpoints_missed": checks.get(partner.pk, 0),
            }
            for partner in partners
        ],
    }


def publish_scorecard(version: Version, approved: FrozenVersion, *, now: dt.datetime) -> Scorecard | None:
    """Publish the scorecard of a version that is put in force, where it has one."""
    if approved.data["scorecard"] is None:
        return None
    frozen = canonical_bytes(scorecard_data(version, approved, now=now))
    return Scorecard.objects.create(
        version=version, content=frozen, sha256=sha256_hex(frozen), published_at=now
    )


def scorecard_data(version: Version, approved: FrozenVersion, *, now: dt.datetime) -> dict[str, Any]:
    """The scorecard as JSON data in canonical form: figures, inputs and guardrails are those of the version."""
    frozen, parts = approved.data, approved.data["parts"]
    data = {
        "schema": SCHEMA,
        "record": {"code": frozen["record"]["code"], "version": version.number, "sha256": version.sha256},
        "published_at": now,
        "as_of": frozen["proposed"]["at"],
        "label": parts["artifact"]["label"],
        "about": parts["artifact"]["content"],
        **frozen["scorecard"],
        "inputs": [
            {key: row[key] for key in ("label", "value", "source", "as_of")}
            for row in parts["inputs"]["rows"]
        ],
        "guardrails": [
            {key: row[key] for key in ("label", "limit", "watched_limit") if key in row}
            for row in parts["guardrails"]["rows"]
        ],
    }
    canonical: dict[str, Any] = plain(data)
    return canonical


@dataclass(frozen=True)
class _Column:
    """A metric with its levels, and each partner's value over the window of its baseline."""

    data: dict[str, Any]
    values: dict[str, Decimal]
    levels: tuple[Decimal | None, Decimal | None]
    higher_is_better: bool

    def cell(self, partner: Partner) -> dict[str, Any]:
        value = self.values.get(partner.key)
        return {
            "value": value,
            "colour": colour_of(value, *self.levels, higher_is_better=self.higher_is_better),
        }


def _column(content: Draft, binding: MetricBinding) -> _Column:
    found, definition = baselines_of(content).get(binding.pk), binding.definition
    rows = breakdown(definition, found, partner_set(content), by="partner") if definition and found else []
    unit = found.unit if found else ""
    higher = found is None or found.direction != "down"
    data = {
        "key": binding.key,
        "name": definition.name if definition else binding.key,
        "unit": unit,
        "from": found.first if found else None,
        "to": found.last if found else None,
        "newest": found.newest if found else None,
        "to_date": bool(found and found.is_to_date),
        "good_from": binding.good_from,
        "poor_from": binding.poor_from,
        "higher_is_better": higher,
        "value": found.value if found else None,
    }
    values = {row["key"]: Decimal(str(row["value"])) for row in rows if row["value"] is not None}
    is_judged = found is None or not found.is_to_date
    levels = (binding.good_from, binding.poor_from) if is_judged else (None, None)
    return _Column(data, values, levels, higher)


def _flags(partners: list[Partner]) -> dict[Any, str]:
    """The highest severity of each partner's open risk flags."""
    found: dict[Any, str] = {}
    order = [str(severity) for severity in (Severity.LOW, Severity.MEDIUM, Severity.HIGH)]
    rows = RiskFlag.objects.filter(partner__in=partners, closed_on=None).values_list("partner", "severity")
    for partner, severity in rows:
        found[partner] = max(found.get(partner, order[0]), severity, key=lambda one: order.index(one))
    return found


def _checks(partners: list[Partner], today: dt.date) -> Counter[Any]:
    """How many compliance checkpoints each partner has failed or missed."""
    rows = ComplianceCheckpoint.objects.filter(partner__in=partners)
    missed = [
        row.partner_id
        for row in rows
        if row.status == row.Status.FAILED or (row.status == row.Status.OPEN and row.due_on < today)
    ]
    return Counter(missed)


@dataclass(frozen=True)
class Sheet:
    """A scorecard as it is shown and printed."""

    data: dict[str, Any]
    report: Report

    @property
    def published_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.data["published_at"])

    @property
    def as_of(self) -> dt.datetime | None:
        """As of when its figures are; None where that was the day on which it was published."""
        return dt.datetime.fromisoformat(self.data["as_of"]) if "as_of" in self.data else None

    @property
    def columns(self) -> list[dict[str, Any]]:
        return [column | {"rule": rule_words(column)} for column in self.data["metrics"]]

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """Partners with their cells in words; the colour is said as well, so that nothing hangs on seeing it."""
        for partner in self.data["partners"]:
            cells = [
                cell
                | {
                    "words": shown_text(cell["value"], column["unit"]),
                    "colour_word": colour_word(cell["colour"]),
                }
                for cell, column in zip(partner["values"], self.data["metrics"], strict=True)
            ]
            severity = partner["risk_flags"]
            yield partner | {"cells": cells, "severity": Severity(severity).label if severity else ""}


def sheet_of(scorecard: Scorecard) -> Sheet:
    return Sheet(scorecard.data(), report_of_version(scorecard.version))


def print_scorecard(scorecard: Scorecard, *, paper: str = "A4", language: str = "en") -> Paper:
    """The scorecard as a paper, with its data attached."""
    sheet = sheet_of(scorecard)
    report = sheet.report
    title = f"{report.code} · {sheet.data['label']}"
    html = page_html(
        "decisions/documents/scorecard_body.html",
        {"sheet": sheet, "report": report, "qr": qr_of(report)},
        title=title,
        description=title,
        paper=paper,
        language=language,
    )
    name = f"{report.code}-v{report.number}-scorecard.json"
    attached = Attached(name, indented(sheet.data), _("What this paper prints, as data"))
    imprint = Imprint(
        mark=mark_of(report),
        identifier=bytes.fromhex(scorecard.sha256)[:16],
        at=sheet.published_at,
        attached=[attached],
    )
    return finish(render(html), imprint)
