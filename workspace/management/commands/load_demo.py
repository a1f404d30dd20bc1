"""Fill an empty workspace with the demo."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from workspace.demo.loading import is_empty, load_demo


class Command(BaseCommand):
    help = (
        "Fill an empty workspace with people, partners, data and records. Does nothing to one that is in use."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            self.stderr.write("the workspace is in use: nothing was changed")
            return
        load_demo(now=timezone.now(), say=lambda words: self.stderr.write(f"  {words}"))
