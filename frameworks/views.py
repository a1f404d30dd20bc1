"""Gallery, guidance pages and glossary: reading only, for everybody who is signed in."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from frameworks.loading import fold
from frameworks.models import FrameworkVersion, GlossaryTerm
from partnerdesk.core.htmx import page_or_fragment
from partnerdesk.core.words import words_of


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Which framework for which decision."""
    versions = sorted(FrameworkVersion.objects.newest(), key=lambda version: version.content.names.en)
    return render(request, "frameworks/gallery.html", {"versions": versions})


@require_safe
def framework(request: HttpRequest, key: str) -> HttpResponse:
    """The guidance page of one framework, in its newest version."""
    version = get_object_or_404(FrameworkVersion.objects.filter(framework__key=key).newest())
    context = {"version": version, "content": version.content}
    return render(request, "frameworks/framework.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All terms, or those that hold the words that are looked for."""
    query = words_of(request.GET, "q")
    terms = GlossaryTerm.objects.all()
    for word in fold(query).split():
        terms = terms.filter(Q(search_text__contains=word))
    context = {"terms": terms, "query": query, "total": GlossaryTerm.objects.count()}
    return page_or_fragment(request, "frameworks/glossary.html", context, fragments={"terms"})


@require_safe
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term, with links to and from its relatives."""
    found = get_object_or_404(GlossaryTerm, slug=slug)
    content = found.content
    others = list(GlossaryTerm.objects.exclude(pk=slug))
    by_name = {name: other for other in others for name in (other.name, other.data["aka"]) if name}
    mine = {name for name in (content.term, content.aka) if name}
    context = {
        "term": found,
        "content": content,
        "related": [(name, by_name.get(name)) for name in content.related],
        "mentioned_by": [other for other in others if mine & set(other.data["related"])],
    }
    return render(request, "frameworks/term.html", context)
