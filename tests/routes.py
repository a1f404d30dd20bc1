"""Every route of the application, found by walking its URL configuration."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Pattern:
    """A route as the URL configuration spells it, with the names that it captures."""

    path: str
    names: tuple[str, ...]

    def converter(self, name: str) -> str:
        found = re.search(rf"<(\w+):{name}>", self.path)
        assert found
        return found[1]


def walk(resolver: URLResolver, path: str = "", space: str = "") -> dict[str, Pattern]:
    """Every route below a resolver, by its full name."""
    found: dict[str, Pattern] = {}
    for entry in resolver.url_patterns:
        below = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found |= walk(entry, below, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            found[f"{space}{entry.name or below}"] = Pattern(below, tuple(re.findall(r"<\w+:(\w+)>", below)))
    return found


PATTERNS = walk(get_resolver())
