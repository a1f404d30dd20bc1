"""Reading library files: YAML checked against a pydantic schema, with errors that name file, line and field."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class LibraryModel(BaseModel):
    """Base of every library schema: unknown fields are errors, values are never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Model = TypeVar("Model", bound=LibraryModel)
QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader in C, where PyYAML has it: every process reads libraries when it starts."""


@dataclass(frozen=True)
class LibraryProblem:
    """One thing that is wrong in a library file. `line` counts from 1; `field` is a dotted path."""

    file: Path
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or 'file'}: {self.message}"


class LibraryError(Exception):
    """A library file can't be used. `problems` lists all that was found."""

    def __init__(self, problems: list[LibraryProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def read_yaml(path: Path) -> tuple[Any, yaml.Node | None]:
    """Return the data of `path` and its node tree. Raises LibraryError where it is no YAML."""
    text = path.read_text(encoding="utf-8")
    try:
        try:
            return _parsed(text, QUICK)
        except yaml.MarkedYAMLError:
            return _parsed(text, yaml.SafeLoader)  # says better what is wrong
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problem = LibraryProblem(path, mark.line + 1 if mark else 1, "", error.problem or "is not YAML")
        raise LibraryError([problem]) from error


def _parsed(text: str, loader: Any) -> tuple[Any, yaml.Node | None]:
    """Data and nodes of one reading."""
    reader = loader(text)
    try:
        root = reader.get_single_node()
        return None if root is None else reader.construct_document(root), root
    finally:
        reader.dispose()


def check(model: type[Model], path: Path) -> Model:
    """Read `path` and check it against `model`. Raises LibraryError with every problem and its line."""
    data, root = read_yaml(path)
    return check_data(model, data, path=path, root=root)


def check_data(model: type[Model], data: Any, *, path: Path, root: yaml.Node | None = None) -> Model:
    """As `check`, for data that were already read (and perhaps completed from a common file)."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise LibraryError(_problems(error, path, root)) from error


def _problems(error: ValidationError, path: Path, root: yaml.Node | None) -> list[LibraryProblem]:
    """What is wrong, place by place. A list that seems short only because its rows were refused is no problem."""
    details = error.errors(include_url=False)
    places = [detail["loc"] for detail in details]
    return [
        LibraryProblem(
            file=path,
            line=line_of(root, detail["loc"]),
            field=".".join(str(part) for part in detail["loc"]),
            message=detail["msg"],
        )
        for detail in details
        if detail["type"] != "too_short" or not any(_stands_below(place, detail["loc"]) for place in places)
    ]


def _stands_below(place: tuple[int | str, ...], above: tuple[int | str, ...]) -> bool:
    return len(place) > len(above) and place[: len(above)] == above


def line_of(root: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """The line of the deepest node on the way to `location`; a missing field is given its parent's line."""
    node = root
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            match = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if match is None:
                break
            line = match[0].start_mark.line + 1
            node = match[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
