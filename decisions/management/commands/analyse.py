"""Compare options from a JSON file. The form is kept exact for scripts; nothing is read from the database."""

from typing import Any

from decisions.comparison.analyse_file import BadInput, analyse_file
from decisions.management.json_command import JsonCommand


class Command(JsonCommand):
    help = "Compare the options of FILE: values, flips, break-evens, tornado, shares and scenarios, as JSON."
    refusal = BadInput

    def answer(self, given: Any) -> dict[str, Any]:
        return analyse_file(given)
