"""Erasing a person: every name of theirs goes, every hash and the chained log stay whole (docs/adr/0002).

It rewrites the row history of people, which the serving role can't: it runs as the database's owner.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import AddressChange, CalendarAddress, NameSeal, User
from decisions.documents.file_store import path_of
from decisions.models import Artifact, ErasedPaper, MeetingPaper, Minutes, Version
from partnerdesk.core.events import record_event
from partnerdesk.core.models import Mail, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed

NAMELESS = "Erased person"


@dataclass(frozen=True)
class Erased:
    """What was done, and what a person has to look at: versions and minutes whose own text holds the name."""

    seals: int
    papers: int
    notices: int
    texts: tuple[str, ...]


def erase_person(person: User, *, by: User, now: dt.datetime) -> Erased:
    """Take a person's names out of everything but texts that people wrote. Raises NotAllowed and Blocked.

    The account has to be closed before. What they did stays, by an id that leads to nobody. Papers that print the name
    are removed from the store; they are printed anew, without it, when somebody asks, and old copies still verify.
    """
    if not by.has_perm("accounts.manage_people"):
        raise NotAllowed(_("Only an administrator erases people."))
    if person.is_active:
        raise Blocked(_("Close the account first: then nobody is erased by mistake."))
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        names = _names(locked)
        if names == {NAMELESS}:
            raise Blocked(_("This person is erased already."))
        texts = _texts_with(names)
        papers = _papers_of(NameSeal.objects.filter(user=locked))
        ErasedPaper.objects.bulk_create(
            (ErasedPaper(sha256=sha256, erased_at=now) for sha256 in papers), ignore_conflicts=True
        )
        seals, _rows = NameSeal.objects.filter(user=locked).delete()
        notices = _forget_notices(locked, names)
        EmailAddress.objects.filter(user=locked).delete()
        AddressChange.objects.filter(person=locked).delete()
        CalendarAddress.objects.filter(person=locked).delete()
        _empty(locked)
        record_event(
            "person.erased", subject_kind="person", subject_id=locked.pk, by=by, now=now, papers=len(papers)
        )
    for sha256 in papers:
        path_of(sha256).unlink(missing_ok=True)
    return Erased(seals, len(papers), notices, texts)


def _names(person: User) -> set[str]:
    """The names that the person has or had."""
    known = NameSeal.objects.filter(user=person).values_list("name", flat=True)
    before = User.pgh_event_model.objects.filter(id=person.pk).values_list("name", flat=True)  # type: ignore[attr-defined]  # made by pghistory
    return {person.name, *known, *before} - {""}


def _texts_with(names: Iterable[str]) -> tuple[str, ...]:
    """Versions and minutes in whose own words a name stands: frozen, so that a person decides what follows."""
    found: set[str] = set()
    for name in names:
        versions = Version.objects.extra(
            where=["position(convert_to(%s, 'UTF8') in content) > 0"], params=[name]
        )
        found |= {f"{row.record.code} v{row.number}" for row in versions.select_related("record")}
        minutes = Minutes.objects.extra(
            where=["position(convert_to(%s, 'UTF8') in content) > 0"], params=[name]
        )
        found |= {row.meeting.code for row in minutes.select_related("meeting")}
    return tuple(sorted(found))


def _papers_of(seals: Iterable[NameSeal]) -> set[str]:
    """The hashes of stored papers that print a name of the person: their versions and minutes hold the seal."""
    found: set[str] = set()
    for seal in seals:
        holds = "position(convert_to(%s, 'UTF8') in content) > 0"
        versions = Version.objects.extra(where=[holds], params=[seal.seal])  # noqa: S610  (a constant)
        named = Q(version__in=versions) | Q(version__enactment__approvals__contains=[{"by": seal.seal}])
        named |= Q(version__enactment__approvals__contains=[{"for": seal.seal}])
        found |= set(Artifact.objects.filter(named, is_external=False).values_list("sha256", flat=True))
        minutes = Minutes.objects.extra(where=[holds], params=[seal.seal])  # noqa: S610  (a constant)
        meetings = MeetingPaper.objects.filter(
            kind=MeetingPaper.Kind.MINUTES, meeting__in=minutes.values("meeting")
        )
        found |= set(meetings.values_list("sha256", flat=True))
        packs = MeetingPaper.objects.filter(
            kind=MeetingPaper.Kind.PACK, meeting__agenda__record__versions__in=versions
        )
        found |= set(packs.values_list("sha256", flat=True))
    return found


def _forget_notices(person: User, names: Iterable[str]) -> int:
    """What they were told, what others were told with their name in it, and the mails to them."""
    told = Q(person=person)
    for name in names:
        told |= Q(what__contains=name) | Q(about__contains=name)
    gone, _rows = Notice.objects.filter(told).delete()
    Mail.objects.filter(person=person).delete()
    return gone


def _empty(person: User) -> None:
    """The row stays, for what was done by its id; nothing in it or in its history says who it was."""
    person.name, person.email = NAMELESS, f"erased-{person.pk}@erased.invalid"
    person.time_zone, person.language, person.muted_kinds = "UTC", "en", []
    person.set_unusable_password()
    person.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_userevent SET name = %s, email = %s WHERE id = %s",
            [person.name, person.email, uuid.UUID(str(person.pk))],
        )
