"""Loading the library: files → checked content → published versions. Running it again changes nothing."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from frameworks.models import Framework, FrameworkVersion, GlossaryTerm
from frameworks.schema import FrameworkContent, Glossary, Term
from partnerdesk.core.canonical import canonical_bytes, sha256_hex
from partnerdesk.core.library import LibraryError, LibraryProblem, check, check_data, read_yaml

LIBRARY = Path(__file__).parent / "library"
COMMON = "common.yaml"
GLOSSARY = "glossary.yaml"


@dataclass(frozen=True)
class LoadedLibrary:
    """What a load changed."""

    new_versions: int
    terms: int


def read_frameworks(folder: Path = LIBRARY) -> list[FrameworkContent]:
    """All frameworks of `folder`, each completed from its common file. Raises LibraryError with all problems."""
    common = read_yaml(folder / COMMON)[0] if (folder / COMMON).exists() else {}
    contents, problems = [], []
    for path in sorted(folder.glob("*.yaml")):
        if path.name in {COMMON, GLOSSARY}:
            continue
        try:
            data, root = read_yaml(path)
            contents.append(check_data(FrameworkContent, completed(data, common), path=path, root=root))
        except LibraryError as error:
            problems += error.problems
    prefixes = [content.prefix for content in contents]
    problems += [
        LibraryProblem(folder, 1, "prefix", f"{prefix} begins the codes of two frameworks")
        for prefix in sorted({prefix for prefix in prefixes if prefixes.count(prefix) > 1})
    ]
    if problems:
        raise LibraryError(problems)
    return contents


def completed(data: Any, common: dict[str, Any]) -> Any:
    """`data` with what `common` adds: whole fields, and the single fields of `guidance`."""
    if not isinstance(data, dict):
        return data
    merged = {**common, **data}
    if isinstance(data.get("guidance"), dict):
        merged["guidance"] = {**common.get("guidance", {}), **data["guidance"]}
    return merged


def read_glossary(folder: Path = LIBRARY) -> Glossary:
    return check(Glossary, folder / GLOSSARY)


@transaction.atomic
def load_library(folder: Path = LIBRARY, *, now: dt.datetime) -> LoadedLibrary:
    """Publish what changed and write the glossary. Raises LibraryError before anything is written."""
    contents, glossary = read_frameworks(folder), read_glossary(folder)
    new = sum(publish(content, by=None, now=now) is not None for content in contents)
    GlossaryTerm.objects.exclude(slug__in=[term.slug for term in glossary.terms]).delete()
    for position, term in enumerate(glossary.terms):
        GlossaryTerm.objects.update_or_create(
            slug=term.slug,
            defaults={
                "position": position,
                "name": term.term,
                "data": term.model_dump(mode="json"),
                "search_text": search_text(term),
            },
        )
    return LoadedLibrary(new, len(glossary.terms))


def publish(
    content: FrameworkContent, *, by: AbstractBaseUser | None, now: dt.datetime
) -> FrameworkVersion | None:
    """Publish `content` as the next version of its framework, or return None where it is the newest already."""
    framework, _ = Framework.objects.get_or_create(key=content.key, defaults={"prefix": content.prefix})
    Framework.objects.select_for_update().get(pk=framework.pk)
    data = content.model_dump(mode="json")
    sha256 = sha256_hex(canonical_bytes(data))
    newest = framework.versions.order_by("-number").first()
    if newest is not None and newest.sha256 == sha256:
        return None
    return FrameworkVersion.objects.create(
        framework=framework,
        number=newest.number + 1 if newest else 1,
        data=data,
        sha256=sha256,
        published_at=now,
        published_by_id=by.pk if by else None,
    )


def search_text(term: Term) -> str:
    """What the glossary's search looks through: all of the term's words, folded."""
    words = [term.term, term.aka, term.definition, term.explanation, term.example, term.application]
    return fold(" ".join(word for word in [*words, term.challenges, *term.related] if word))


def fold(text: str) -> str:
    """Case and width folded away, so that full-width letters find half-width ones."""
    return unicodedata.normalize("NFKC", text).casefold()
