"""Look at all that is watched, from the shell: every metric with triggers, and all that time has brought about."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from decisions.triggers.choice_check import evaluate_choices
from decisions.triggers.evaluating import Evaluation, evaluate_series
from decisions.triggers.models import ChoiceInput, Trigger
from decisions.triggers.watch import look_at_the_clock
from metrics.observations.calendar_turns import follow_calendar


class Command(BaseCommand):
    help = "Bring every trigger up to date with the observations and the clock; print what began and ended as JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        follow_calendar(now)
        armed = Trigger.objects.filter(disarmed_at=None)
        done = Evaluation()
        for series in armed.exclude(series=None).values_list("series", flat=True).distinct():
            done += evaluate_series(series, None, now=now)
        bearing = set(ChoiceInput.objects.filter(trigger__in=armed).values_list("series", flat=True))
        done += Evaluation(0, *evaluate_choices(bearing, now=now))
        json.dump(asdict(done) | {"clock": look_at_the_clock(now)}, sys.stdout)
        sys.stdout.write("\n")
