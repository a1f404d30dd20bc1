"""Looking at a file as a whole before it is mapped: the job, and what a person's answers change."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.definitions.models import DefinitionVersion
from metrics.files.reading.mapping import ImportMapping
from metrics.files.understood import WrongAnswer, settled
from metrics.imports import mapping_draft, states, steps
from metrics.imports.mapping_draft import Draft
from metrics.imports.proposal import known_metrics, source_name
from metrics.imports.understood_file import UnderstoodFile, look_into
from metrics.permissions import check_may_enter
from metrics.provenance.models import Import
from metrics.rates.store import day_with_rates
from partnerdesk.core import jobs
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked

ROLES = ("partner", "period")
SECTIONS = ("partner", "partners", "period", "covers", "gives", "where", "required", "labels", "metrics")


@transaction.atomic
def look_again(
    imported: Import, draft: Draft, *, goes_on: bool = False, by: User | None, now: dt.datetime
) -> Import:
    """Read a file again with new answers. With `goes_on` the preview follows where nothing is open."""
    check_may_enter(by)
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    states.move(locked, Import.State.LOOKING)
    steps.ask_for_look(locked, goes_on_for=by if goes_on else None)
    locked.mapping, locked.message, locked.finished_at = draft, "", None
    locked.save(update_fields=["state", "mapping", "look", "message", "finished_at"])
    record_event(
        "import.answered",
        subject_kind="import",
        subject_id=locked.pk,
        by=by,
        now=now,
        file=locked.file_name,
        answers=draft["format"].get("answers", {}),
    )
    return locked


def do_look(subject_id: uuid.UUID) -> str:
    """The job: understand the file, and propose what its columns mean; previewed where all is settled."""
    imported = Import.objects.select_for_update(of=("self",)).select_related("source").get(pk=subject_id)
    if imported.state != Import.State.LOOKING:
        return _("nothing to do")
    jobs.report_progress(imported.pk, 0.2, _("Looking at the file"))
    goes_on_for = imported.look.get(steps.GOES_ON)
    with steps.bounds(imported):
        draft, look = _looked(imported)
    states.move(imported, Import.State.MAPPING)
    imported.mapping, imported.look = draft, look
    imported.save(update_fields=["state", "mapping", "look"])
    if goes_on_for:
        _go_on(imported, User.objects.get(pk=goes_on_for))
    return _("%(rows)s rows understood") % {"rows": look["rows"]}


def _looked(imported: Import) -> tuple[Draft, dict[str, Any]]:
    """The mapping as it is proposed now, and what was understood. An answer that fits no more is asked again."""
    draft = imported.mapping
    answers = dict(draft.get("format", {}).get("answers", {}))
    while True:
        try:
            look = look_into(
                imported,
                source=_name(imported),
                day=day_with_rates(),
                metrics=known_metrics(),
                sheet=draft.get("format", {}).get("sheet", ""),
                answers=answers,
                roles=_roles(draft),
            )
        except WrongAnswer as error:
            if error.question not in answers:
                raise
            del answers[error.question]
        else:
            return merged(draft, imported.look.get("proposed", {}), look["proposed"]), look


def _name(imported: Import) -> str:
    """The name of the source: said, known, or from the file's own."""
    known = imported.source.name if imported.source else source_name(imported.file_name)
    return str(imported.mapping.get("source") or known)


def _roles(draft: Draft) -> dict[str, str]:
    columns = {f"{role}_column": draft.get(role, {}).get("column") for role in ROLES}
    return {role: column for role, column in columns.items() if column}


def is_read_anew(imported: Import, draft: Draft) -> bool:
    """Whether a draft makes the file mean something else: by answers, or by the columns of partner and period."""
    kept, roles = imported.mapping, _roles(draft)
    is_answered = filled(kept.get("format")) != filled(draft["format"])
    return is_answered or (len(roles) == len(ROLES) and roles != _roles(kept))


def merged(draft: Draft, before: Draft, now: Draft) -> Draft:
    """What is proposed now, with what a person changed in what was proposed before. A source's mapping stays."""
    form = draft.get("format", {}) | {"answers": now["format"].get("answers", {})}
    if draft.get("metrics") and not before:
        return draft | {"format": form}
    changed = {
        name: draft[name]
        for name in SECTIONS
        if name in draft and filled(draft[name]) != filled(before.get(name))
    }
    return now | changed | {"format": form, "source": draft.get("source") or now["source"]}


def filled(value: Any) -> Any:
    """A value without what was left empty in it: a page posts all its fields."""
    if isinstance(value, Mapping):
        inner = {name: filled(one) for name, one in value.items()}
        return {name: one for name, one in inner.items() if one} or None
    if isinstance(value, list):
        return [one for one in map(filled, value) if one] or None
    return value or None


def _go_on(imported: Import, by: User) -> None:
    """Preview a file of which nothing is open. What its mapping lacks is shown on its page."""
    file = UnderstoodFile(imported.look)
    mapping = complete(imported, imported.mapping)
    if mapping is None or set(mapping.columns()) - set(file.names):
        return
    if file.must(mapping.columns(), settled(mapping)):
        return
    try:
        with transaction.atomic():
            steps.map_import(imported, mapping, by=by, now=timezone.now())
    except Blocked:
        return


def complete(imported: Import, draft: Draft) -> ImportMapping | None:
    """The mapping that a draft stands for; None where it lacks something."""
    definitions = [version for version in DefinitionVersion.objects.newest() if version.series_id]
    mapping, _problems = mapping_draft.completed(draft, definitions, imported.partner_file_name)
    return mapping
