"""Draw the two lifecycle tables as docs/stages.md, or check that the file is fresh."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from decisions.states.stages import DRAFT_MOVES, VERSION_MOVES, Move, Stage, Standing

PATH = Path(settings.BASE_DIR) / "docs" / "stages.md"

HEAD = """# The two lifecycles

Written by `python3 desk.py manage stages` from the tables in `decisions/states/stages.py`. The same tables feed the
mutators (`decisions/readiness/move.py`, `decisions/versions/move.py`) and the guards in the database
(`decisions/record/models.py`, `decisions/versions/models.py`).
"""


class Command(BaseCommand):
    help = "Write docs/stages.md from the lifecycle tables; with --check only say whether it is fresh."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing, fail where the file is not fresh"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        text = document()
        if not options["check"]:
            PATH.write_text(text, encoding="utf-8")
            return
        if not PATH.exists() or PATH.read_text(encoding="utf-8") != text:
            raise CommandError("docs/stages.md is not fresh: run `python3 desk.py manage stages`.")


def document() -> str:
    """The whole file."""
    draft = section("Drafts", DRAFT_MOVES, {stage: str(stage.label) for stage in Stage})
    version = section("Versions", VERSION_MOVES, {state: str(state.label) for state in Standing})
    return "\n".join([HEAD, draft, version])


def section(title: str, moves: dict[Any, Move], labels: dict[Any, str]) -> str:
    """A diagram and the table of one lifecycle."""
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value} : {label}" for state, label in labels.items()]
    lines += [
        f"    {before.value} --> {after.value} : {move.event}" for (before, after), move in moves.items()
    ]
    lines += ["```", "", "| from | to | who | event |", "|---|---|---|---|"]
    lines += [
        f"| {labels[before]} | {labels[after]} | `{move.permission}` | `{move.event}` |"
        for (before, after), move in moves.items()
    ]
    return "\n".join([*lines, ""])
