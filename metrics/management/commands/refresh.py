"""Fetch sources from the shell, in this process. The format of the answer is kept exact for scripts."""

import json
import sys
import time
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from metrics.provenance.models import Refresh, Source
from metrics.sources import due
from partnerdesk.core import jobs

PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    help = "Fetch the sources that are due, or one at once; print the runs as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", help="the name of one source, whether it is due or not")

    def handle(self, *args: Any, **options: Any) -> None:
        name, now = options["source"], timezone.now()
        if name:
            source = Source.objects.filter(name=name).first()
            if source is None or not source.is_fetched:
                raise CommandError(f"There is no source “{name}” that is fetched.", returncode=2)
            runs = [due.ask_for_refresh(source, by=None, now=now)]
        else:
            runs = due.start_due(now)
        runs = [self.finished(run) for run in runs]
        json.dump({"runs": [as_data(run) for run in runs]}, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        if name and runs[0].state == Refresh.State.FAILED:
            raise CommandError(runs[0].message, returncode=1)

    def finished(self, run: Refresh) -> Refresh:
        """Do the run here, without the pauses between its attempts; where a worker has it, wait for that."""
        job = jobs.last_job(due.REFRESH, run.pk)
        while run.is_open and job is not None:
            if not jobs.run(job.pk):
                time.sleep(PAUSE_SECONDS)
            run.refresh_from_db()
        return run


def as_data(run: Refresh) -> dict[str, Any]:
    """A run as the command prints it."""
    counts = ("rows", "added", "replaced", "removed", "gaps")
    return {
        "source": run.source.name,
        "state": run.state,
        **{name: getattr(run, name) for name in counts},
        "message": run.message,
        "started_at": run.started_at.isoformat() if run.started_at else None,
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
    }
