"""Load the metric dictionary, the frameworks and the glossary from their files."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from frameworks.loading import load_library
from metrics.dictionary.load import load_dictionary
from partnerdesk.core.library import LibraryError


class Command(BaseCommand):
    help = "Load the libraries. Running it again changes nothing; a changed file makes a new version."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            dictionary = load_dictionary(now=now)
            frameworks = load_library(now=now)
        except LibraryError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(
            f"{dictionary.definitions} definitions ({dictionary.new_versions} new versions), "
            f"{frameworks.terms} terms, {frameworks.new_versions} new framework versions"
        )
