"""From a draft to the content of a version: all that prints, in canonical form, people as seals."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from accounts.seals import seal_of
from decisions.draft.layout import lay_out
from decisions.readiness.assess import assess
from decisions.sections.declaring import Names
from decisions.sections.draft import Draft
from decisions.sections.registry import KINDS, section_kind
from decisions.states.stages import Quality, Stage
from decisions.versions.frozen import SCHEMA
from partnerdesk.core.canonical import canonical_bytes, plain, sha256_hex
from partnerdesk.core.days import day_of


def frozen_content(
    content: Draft,
    *,
    number: int,
    previous_sha256: str,
    by: User | None,
    now: dt.datetime,
    names: Names,
    quality: Quality = Quality.PROPOSED,
    scorecard: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The content of a version as JSON data in canonical form. `names` writes people.

    Its quality is that of the record: what is frozen is proposed; that it was reviewed says the enactment beside it.
    `scorecard` is what the framework publishes once the version is in force; drafts go without.
    """
    record, framework = content.record, content.framework
    readiness = assess(content, Stage.PROPOSED, day_of(by, now))
    data = {
        "schema": SCHEMA,
        "record": {"id": record.pk, "code": record.code, "version": number},
        "previous_sha256": previous_sha256,
        "proposed": {"at": now, "by": names(by)},
        "quality": quality,
        "framework": {
            "key": framework.key,
            "code": framework.code,
            "version": record.framework_version.number,
            "sha256": record.framework_version.sha256,
            "names": framework.names.model_dump(),
            "quality": None,
            "updated": framework.updated,
            "source": framework.source,
            "coi": framework.coi,
        },
        "sections": [
            {
                "key": place.key,
                "label": str(place.label),
                "stage": place.stage,
                "parts": list(place.parts),
                "texts": [{"key": text.key, "label": text.label} for text in place.texts],
            }
            for place in lay_out(framework).places
        ],
        "parts": {section.kind: section.freeze(content, names) for section in KINDS},
        "scorecard": scorecard,
        "waivers": [
            {
                "code": waiver.code,
                "subject": waiver.subject,
                "message": waiver.message,
                "reason": waiver.reason,
                "by": names(waiver.given_by),
                "at": waiver.given_at,
            }
            for waiver in content.waivers
        ],
        "open": [blocker.message for blocker in readiness.blockers],
        "not_done": [blocker.message for blocker in readiness.advice],
    }
    frozen: dict[str, Any] = plain(data)
    return frozen


def frozen_parts(content: Draft, kinds: Iterable[str], names: Names) -> dict[str, Any]:
    """Some parts alone, as the content of a version would hold them."""
    frozen: dict[str, Any] = plain({kind: section_kind(kind).freeze(content, names) for kind in kinds})
    return frozen


def sealed(user: Any) -> str | None:
    """People in versions: by their seals (docs/adr/0002)."""
    return seal_of(user) if user else None


class Named:
    """People in drafts that are only looked at: by their names, and namesakes among them by their address as well."""

    def __init__(self, people: Iterable[User]) -> None:
        known = {person.pk: person for person in people}
        often = Counter(person.name for person in known.values())
        self._said = {
            pk: f"{person.name} ({person.email})" if often[person.name] > 1 else person.name
            for pk, person in known.items()
        }

    def __call__(self, person: Any) -> str | None:
        return self._said.get(person.pk, person.name) if person else None

    @property
    def people(self) -> dict[str, str]:
        """The ids of the people behind the names."""
        return {said: str(pk) for pk, said in self._said.items()}


def hash_of(data: dict[str, Any]) -> tuple[bytes, str]:
    """Canonical bytes of a version's content, and their SHA-256. The content names the previous hash."""
    content = canonical_bytes(data)
    return content, sha256_hex(content)
