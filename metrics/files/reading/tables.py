"""How pandas is told to read: every cell stays a text, nothing is guessed."""

from pathlib import Path
from typing import Any

import pandas as pd

from metrics.files.reading.mapping import Format


def reading_options(form: Format, header: list[str]) -> dict[str, Any]:
    """What `read_csv` is told: `007` and `NA` stay what they are, an extra field shifts no column."""
    return {
        "dtype": object,
        "keep_default_na": False,
        "na_filter": False,
        "index_col": False,
        "header": 0,
        "names": header,
        "sep": form.delimiter,
        "encoding": "utf-8-sig" if form.encoding == "utf-8" else form.encoding,
    }


def read_table(path: Path, form: Format, header: list[str], columns: list[str]) -> pd.DataFrame:
    """Some columns of a small file at once, outer spaces gone."""
    options = reading_options(form, header) | {"usecols": list(dict.fromkeys(columns))}
    frame: pd.DataFrame = pd.read_csv(path, **options)
    stripped: pd.DataFrame = frame.apply(lambda column: column.str.strip())
    return stripped
