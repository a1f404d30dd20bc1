"""What commands about files share: the answers that they are given, and the JSON that they print."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml
from django.core.management import CommandError


def tell(data: dict[str, Any]) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


def read_answers(path: Path | None) -> dict[str, str]:
    """Answers by the ids of questions. A YAML number or date counts as it is written."""
    if path is None:
        return {}
    try:
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  (texts only)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error
    if not isinstance(given or {}, dict) or not all(
        isinstance(value, str) for value in (given or {}).values()
    ):
        raise CommandError(
            f"{path}: answers are written as “question id: answer”, a line for each.", returncode=2
        )
    return dict(given or {})
