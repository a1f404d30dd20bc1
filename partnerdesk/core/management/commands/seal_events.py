"""Seal the log of events from the shell, as the clock does every minute."""

import json
import sys
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from partnerdesk.core.chain import newest_seal, seal_events


class Command(BaseCommand):
    help = "Seal every event that has no seal yet; print how many, and the end of the chain, as JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        sealed, end = seal_events(now=timezone.now(), everything=True), newest_seal()
        answer = {
            "sealed": sealed,
            "position": end.position if end else 0,
            "sha256": end.sha256 if end else "",
        }
        json.dump(answer, sys.stdout)
        sys.stdout.write("\n")
