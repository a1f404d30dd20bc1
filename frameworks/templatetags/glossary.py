"""Glossary terms as help beside the fields that use them."""

from collections import defaultdict
from typing import Any

from django import template

from frameworks.models import GlossaryTerm

register = template.Library()


@register.simple_tag(takes_context=True)
def terms_for(context: dict[str, Any], *subjects: str) -> list[GlossaryTerm]:
    """The terms that explain `part:…`, `metric:…` or `input:…` subjects, without doubles.

    The glossary is read once per request, whichever number of fields asks.
    """
    request = context["request"]
    if not hasattr(request, "glossary_by_subject"):
        request.glossary_by_subject = _by_subject()
    found = [term for subject in subjects for term in request.glossary_by_subject.get(subject, ())]
    return list(dict.fromkeys(found))


@register.simple_tag(takes_context=True)
def terms_named(context: dict[str, Any], slugs: tuple[str, ...]) -> list[GlossaryTerm]:
    """The terms with these slugs, in their order; unknown ones are left out."""
    request = context["request"]
    if not hasattr(request, "glossary_by_slug"):
        request.glossary_by_slug = GlossaryTerm.objects.in_bulk()
    return [request.glossary_by_slug[slug] for slug in slugs if slug in request.glossary_by_slug]


def _by_subject() -> dict[str, list[GlossaryTerm]]:
    found: dict[str, list[GlossaryTerm]] = defaultdict(list)
    for term in GlossaryTerm.objects.all():
        for part in term.data["parts"]:
            found[f"part:{part}"].append(term)
        for kind in ("metrics", "inputs"):
            for key in term.data[kind]:
                found[f"{kind.removesuffix('s')}:{key}"].append(term)
    return found
