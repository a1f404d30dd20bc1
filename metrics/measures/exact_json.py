"""JSON whose numbers are exact decimals. Pure; no Django."""

import json
from decimal import Decimal
from typing import Any


class ExactNumbers(json.JSONDecoder):
    """Reads every number as a Decimal: none passes through a float."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, parse_float=Decimal, parse_int=Decimal)


def read_exactly(text: str) -> Any:
    """What a JSON text says."""
    return json.loads(text, cls=ExactNumbers)
