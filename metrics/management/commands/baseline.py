"""Print a baseline as JSON. The form is kept exact for scripts."""

import datetime as dt
import json
import sys
from decimal import Decimal
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from metrics.definitions.models import DefinitionVersion
from metrics.measures.months import add_months, month_key
from metrics.measures.windows import BadWindow, Window, parse_month
from metrics.observations.baselines import Baseline, baseline
from metrics.observations.breakdown import breakdown
from metrics.observations.partner_sets import PartnerSet
from partnerdesk.core.days import workspace_today
from partners.models import Partner


class Command(BaseCommand):
    help = "Print the baseline of METRIC over a window and a set of partners as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("metric")
        parser.add_argument("--from", dest="first", metavar="YYYY-MM")
        parser.add_argument("--to", dest="last", metavar="YYYY-MM")
        parser.add_argument(
            "--last", dest="months", type=int, metavar="N", help="the N newest months with data"
        )
        parser.add_argument(
            "--as-of",
            metavar="YYYY-MM",
            help="as it was seen when this month had ended: later periods do not count",
        )
        parser.add_argument("--partners", help="keys, joined by commas")
        parser.add_argument("--segment")
        parser.add_argument("--by", choices=("period", "partner", "segment"))

    def handle(self, *args: Any, **options: Any) -> None:
        definition = DefinitionVersion.objects.newest().filter(metric=options["metric"]).first()
        if definition is None:
            known = ", ".join(DefinitionVersion.objects.newest().values_list("metric_id", flat=True))
            raise CommandError(f"There is no metric “{options['metric']}”; there are {known}.", returncode=1)
        try:
            window = Window.of(options["first"], options["last"], options["months"])
            today = seen_from(options["as_of"], workspace_today())
        except BadWindow as error:
            raise CommandError(str(error), returncode=2) from error
        partners = self.partner_set(options["partners"], options["segment"])
        found = baseline(definition, window, partners, today=today)
        answer = as_data(found)
        if found.value is None and found.notes:
            answer["notes"] = list(found.notes)
        if options["by"]:
            answer["rows"] = breakdown(definition, found, partners, by=options["by"])
        json.dump(answer, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")

    def partner_set(self, keys: str | None, segment: str | None) -> PartnerSet:
        if keys is None:
            return PartnerSet(segment=segment)
        wanted = [key.strip() for key in keys.split(",") if key.strip()]
        known = Partner.objects.in_bulk(wanted, field_name="key")
        missing = [key for key in wanted if key not in known]
        if missing:
            raise CommandError(f"There is no partner {', '.join(missing)}.", returncode=1)
        return PartnerSet(segment=segment, ids=frozenset(str(partner.pk) for partner in known.values()))


def seen_from(month: str | None, today: dt.date) -> dt.date:
    """The day after the end of `month`, `today` at the latest. Raises BadWindow."""
    return min(add_months(parse_month(month), 1), today) if month else today


def number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def as_data(found: Baseline) -> dict[str, Any]:
    return {
        "metric": found.metric,
        "unit": found.unit,
        "definition_version": found.definition_version,
        "from": month_key(found.first) if found.first else None,
        "to": month_key(found.last) if found.last else None,
        "value": number(found.value),
        "count": found.count,
        "partners": found.partners,
        "coverage_pct": number(found.coverage_pct),
        "grade": found.grade,
        "gaps": len(found.gaps),
        "as_of": month_key(found.newest) if found.newest else None,
        "is_stale": found.freshness(found.today).state == "stale",
        "to_date": found.is_to_date,
    }
