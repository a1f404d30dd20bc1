"""Replay a trigger over samples from a JSON file. The form is kept exact for scripts; nothing is stored."""

from typing import Any

from decisions.management.json_command import JsonCommand
from decisions.triggers.backtest.backtest_file import BadCase, backtest_file


class Command(JsonCommand):
    help = "Replay the trigger of FILE over its samples: the state after each, and the episodes, as JSON."
    refusal = BadCase

    def answer(self, given: Any) -> dict[str, Any]:
        return backtest_file(given)
