"""The metric dictionary: loading its file, and new versions of definitions."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from metrics.definitions.models import DefinitionVersion, Metric, Series
from metrics.definitions.schema import Definition, Dictionary
from partnerdesk.core.canonical import canonical_bytes, sha256_hex
from partnerdesk.core.library import check

LIBRARY = Path(__file__).parent / "library" / "dictionary.yaml"


@dataclass(frozen=True)
class LoadedDictionary:
    """What a load changed."""

    definitions: int
    new_versions: int


@transaction.atomic
def load_dictionary(path: Path = LIBRARY, *, now: dt.datetime) -> LoadedDictionary:
    """Define what the file holds; running it again changes nothing. Raises LibraryError before writing."""
    dictionary = check(Dictionary, path)
    new = 0
    for position, definition in enumerate(dictionary.definitions):
        Metric.objects.update_or_create(
            key=definition.key,
            defaults={"position": position},
            create_defaults={"position": position, "kind": definition.kind},
        )
        new += _define_from_library(definition, now=now) is not None
    return LoadedDictionary(len(dictionary.definitions), new)


def _define_from_library(definition: Definition, *, now: dt.datetime) -> DefinitionVersion | None:
    """Define what the library says, unless a person has changed the entry since."""
    newest = DefinitionVersion.objects.filter(metric=definition.key).order_by("-number").first()
    if newest is not None and newest.created_by_id is not None:
        return None
    return define(definition, by=None, now=now)


@transaction.atomic
def define(
    definition: Definition, *, by: AbstractBaseUser | None, now: dt.datetime
) -> DefinitionVersion | None:
    """Write `definition` as the next version of its metric, or return None where it is the newest already."""
    metric = Metric.objects.select_for_update().get(key=definition.key)
    data = definition.as_data()
    sha256 = sha256_hex(canonical_bytes(data))
    newest = metric.versions.order_by("-number").first()
    if newest is not None and newest.sha256 == sha256:
        return None
    return DefinitionVersion.objects.create(
        metric=metric,
        number=newest.number + 1 if newest else 1,
        name=definition.names.en,
        name_ja=definition.names.ja or "",
        unit=definition.unit,
        direction=definition.direction,
        series=series_of(definition),
        data=data,
        sha256=sha256,
        created_at=now,
        created_by_id=by.pk if by else None,
    )


def series_of(definition: Definition) -> Series | None:
    """The series of observations that `definition` measures by; None for an input that is only described."""
    if definition.measure is None:
        return None
    series, _ = Series.objects.get_or_create(
        sha256=sha256_hex(canonical_bytes(definition.identity)),
        defaults={
            "metric_id": definition.key,
            "measure": definition.measure,
            "unit": definition.unit,
            "period": definition.period,
        },
    )
    return series
