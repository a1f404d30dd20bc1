"""The papers of a meeting: the committee pack (cover, agenda, one-pagers) and the approved minutes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from decisions.documents.export_json_md import indented
from decisions.documents.pdf.engine import Attached, Imprint, Paper, finish, page_html, render
from decisions.documents.pdf.metadata import MARK
from decisions.documents.pdf.render import attachment_of, one_pager_document, qr_code
from decisions.states.meetings import ItemKind, Presence
from decisions.states.votes import Choice, RoundFinding, RoundOutcome
from decisions.versions.report import Report
from partnerdesk.core.canonical import canonical_bytes, plain, sha256_hex
from partnerdesk.core.zones import on_the_clock

PACK_SCHEMA = "partner-desk/pack/1"


@dataclass(frozen=True)
class PackItem:
    """An item of the agenda as the pack prints it; `report` is the one-pager that belongs to it."""

    number: int
    begins: dt.datetime
    minutes: int
    kind: ItemKind
    title: str
    report: Report | None


@dataclass(frozen=True)
class Pack:
    """What a committee reads before it meets."""

    code: str
    committee: str
    starts_at: dt.datetime
    place: str
    items: Sequence[PackItem]
    made_at: dt.datetime
    zone: str

    @property
    def starts(self) -> dt.datetime:
        return on_the_clock(self.starts_at, self.zone)

    @property
    def made(self) -> dt.datetime:
        return on_the_clock(self.made_at, self.zone)

    @property
    def rows(self) -> list[tuple[dt.datetime, PackItem]]:
        """The items with the times that the clock shows where the meeting is."""
        return [(on_the_clock(item.begins, self.zone), item) for item in self.items]

    @cached_property
    def reports(self) -> list[Report]:
        """Each one-pager once, in the order of the agenda."""
        found = {item.report.sha256: item.report for item in self.items if item.report}
        return list(found.values())

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)

    def as_data(self) -> dict[str, Any]:
        """What the pack prints of its own, and the versions that it holds by their hashes."""
        found: dict[str, Any] = plain(
            {
                "schema": PACK_SCHEMA,
                "meeting": {
                    "code": self.code,
                    "committee": self.committee,
                    "starts_at": self.starts_at,
                    "zone": self.zone,
                    "place": self.place,
                },
                "made_at": self.made_at,
                "agenda": [
                    {
                        "title": item.title,
                        "kind": item.kind,
                        "begins": item.begins,
                        "minutes": item.minutes,
                        "record": item.report.code if item.report else None,
                        "version": item.report.number if item.report else None,
                        "sha256": item.report.sha256 if item.report else None,
                    }
                    for item in self.items
                ],
            }
        )
        return found

    @cached_property
    def sha256(self) -> str:
        return sha256_hex(canonical_bytes(self.as_data()))


def print_pack(pack: Pack, *, language: str = "en") -> Paper:
    """One PDF: cover with the agenda, then each one-pager on its page. Each carries its bookmark and its data."""
    cover = render(
        page_html(
            "decisions/documents/pack_body.html",
            {"pack": pack},
            title=f"{pack.code} · {_('Committee pack')} · {pack.committee}",
            description=f"{_('Committee pack')} {pack.code}",
            paper="A4",
            language=language,
        )
    )
    pages = [*cover.pages]
    for report in pack.reports:
        pages += one_pager_document(report, language=language).pages
    own = Attached(f"{pack.code}-pack.json", indented(pack.as_data()), _("The agenda, as data"))
    imprint = Imprint(
        mark=MARK.format(code=pack.code, number=1, sha256=pack.sha256),
        identifier=bytes.fromhex(pack.sha256)[:16],
        at=pack.made_at,
        attached=[own, *(attachment_of(report) for report in pack.reports)],
    )
    return finish(cover.copy(pages), imprint)


@dataclass(frozen=True)
class MinutesReport:
    """Minutes as they print: frozen data and the names behind its seals. A draft has no hash, and names in it."""

    data: dict[str, Any]
    sha256: str = ""
    names: dict[str, str] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        return not self.sha256

    @property
    def meeting(self) -> dict[str, Any]:
        found: dict[str, Any] = self.data["meeting"]
        return found

    @property
    def code(self) -> str:
        return str(self.meeting["code"])

    def person(self, reference: str | None) -> str:
        """The name behind a reference; for an erased person the begin of their seal."""
        if not reference:
            return ""
        return reference if self.is_draft else self.names.get(reference, f"({reference[:8]})")

    def _moment(self, text: str) -> dt.datetime:
        return on_the_clock(dt.datetime.fromisoformat(text), self.meeting["zone"])

    @property
    def begins(self) -> dt.datetime:
        return self._moment(self.meeting["opened_at"] or self.meeting["starts_at"])

    @property
    def ends(self) -> dt.datetime | None:
        return self._moment(self.meeting["ended_at"]) if self.meeting["ended_at"] else None

    @property
    def approved_at(self) -> dt.datetime:
        return self._moment(self.data["approved"]["at"])

    @property
    def approved_by(self) -> str:
        return self.person(self.data["approved"]["by"])

    @property
    def attendees(self) -> list[dict[str, Any]]:
        return [
            {
                "name": self.person(row["name"]),
                "is_chair": row["is_chair"],
                "presence": Presence(row["presence"]).label,
                "deputy": self.person(row["deputy"]),
            }
            for row in self.data["attendees"]
        ]

    @property
    def items(self) -> list[dict[str, Any]]:
        """Items with people by name and choices in words."""
        return [self._item(row) for row in self.data["items"]]

    def _item(self, row: dict[str, Any]) -> dict[str, Any]:
        found, carried = row["round"], row["carried"]
        return row | {
            "kind": ItemKind(row["kind"]).label,
            "outcome": RoundOutcome(found["outcome"]).label if found and found["outcome"] else "",
            "finding": RoundFinding(found["finding"]).label if found and found["finding"] else "",
            "votes": [self._vote(vote) for vote in found["votes"]] if found else [],
            "actions": [
                action
                | {"owner": self.person(action["owner"]), "due_on": dt.date.fromisoformat(action["due_on"])}
                for action in row["actions"]
            ],
            "carried": carried and carried | {"owner": self.person(carried["owner"])},
        }

    def _vote(self, vote: dict[str, Any]) -> dict[str, Any]:
        return vote | {
            "by": self.person(vote["by"]),
            "for": self.person(vote["for"]),
            "choice": Choice(vote["choice"]).label,
        }

    @property
    def address(self) -> str:
        """Where anybody who has the paper checks it."""
        return f"{settings.PUBLIC_ADDRESS}{reverse('decisions:verify_version', args=[self.sha256])}"

    def as_data(self) -> dict[str, Any]:
        """The exported file: what was hashed, and the names behind its seals."""
        return {
            "schema": "partner-desk/minutes-export/1",
            "content": self.data,
            "sha256": self.sha256 or None,
            "names": self.names,
        }

    def json_bytes(self) -> bytes:
        return indented(self.as_data())


def print_minutes(report: MinutesReport, *, language: str = "en") -> Paper:
    """Approved minutes as a paper, with their data attached."""
    html = page_html(
        "decisions/documents/minutes_body.html",
        {"minutes": report, "qr": qr_code(report.address, _("QR code: check this paper"))},
        title=f"{report.code} · {_('Minutes')} · {report.meeting['committee']}",
        description=f"{_('Minutes')} {report.code}",
        paper="A4",
        language=language,
    )
    own = Attached(f"{report.code}-minutes.json", report.json_bytes(), _("What this paper prints, as data"))
    imprint = Imprint(
        mark=MARK.format(code=report.code, number=1, sha256=report.sha256),
        identifier=bytes.fromhex(report.sha256)[:16],
        at=dt.datetime.fromisoformat(report.data["approved"]["at"]),
        attached=[own],
    )
    return finish(render(html), imprint)
