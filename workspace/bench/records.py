"""Lists and pages of records: at many records against at few, and against a page that does nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from urllib.parse import quote, urlencode

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from accounts.models import User
from decisions.life.forms import RecordFilter
from decisions.life.index import Cursor
from decisions.models import Record, Summary
from workspace.bench import databases, record_making
from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal
from workspace.bench.timing import in_turns
from workspace.bench.visiting import Visitor

DEPTH = 0.8
"""How far down the list the deep page stands, as a share of the public records."""


def measure_records(sizes: Sizes) -> list[BenchResult]:
    """Each page at both sizes: medians in seconds, and queries."""
    seconds: dict[tuple[str, int], list[float]] = {}
    queries: dict[tuple[str, int], int] = {}
    with left_as_it_was(sizes):
        for _ in range(sizes.rounds):
            for count in sizes.records:
                with at(count, sizes):
                    pages = _pages()
                    for case, times in in_turns(_calls(pages), sizes.calls).items():
                        seconds.setdefault((case, count), []).extend(times)
                    for case, (visitor, address) in pages.items():
                        queries[case, count] = visitor.queries(address)
    cases = dict.fromkeys(case for case, _count in seconds)
    return [_compared(case, sizes, seconds, queries) for case in cases]


def measure_requests(sizes: Sizes) -> list[BenchResult]:
    """The administrator's first page at many records, against as many bytes behind the same middleware."""
    with left_as_it_was(sizes), at(sizes.records[-1], sizes), override_settings(ROOT_URLCONF=__name__):
        visitor = Visitor(User.objects.get(email=record_making.ADMINISTRATOR))
        listed = reverse("decisions:records")
        bare = reverse("bench_bare", args=[len(visitor.get(listed))])
        calls: dict[str, Callable[[], object]] = {
            "list": lambda: visitor.get(listed),
            "bare view": lambda: visitor.get(bare),
        }
        times = in_turns(calls, sizes.rounds * sizes.calls)
        rates = {name: 1 / median(seconds) for name, seconds in times.items()}
        figures = (
            *(BenchFigure(name, rate, "/s") for name, rate in rates.items()),
            BenchFigure("page", len(visitor.get(bare)), "bytes"),
            BenchFigure("list", visitor.queries(listed), "queries"),
            BenchFigure("bare", visitor.queries(bare), "queries"),
        )
    ratio = rates["list"] / rates["bare view"]
    return [BenchResult("requests", "records list, page 1", Goal(0.5, is_least=True), ratio, figures)]


@contextmanager
def at(count: int, sizes: Sizes) -> Iterator[None]:
    """A workspace with this many copies: a database of its own, or for a quick look the present one."""
    if sizes.is_quick:
        _grow(count, sizes)
        yield
        return
    name = f"bench_records_{count}"
    databases.ensure(name, count, sizes.own_records, make=lambda: _fill(name, count, sizes))
    with databases.connected_to(name):
        yield


@contextmanager
def left_as_it_was(sizes: Sizes) -> Iterator[None]:
    """A quick look takes everything back."""
    if not sizes.is_quick:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _grow(count: int, sizes: Sizes) -> None:
    """As many copies as are missing, through every trigger."""
    record_making.prepare_people()
    there = Record.objects.filter(code__startswith="BN-").count()
    if there < count:
        with connection.cursor() as cursor:
            _add(cursor, range(there, count), 0 if there else sizes.own_records)


def _fill(name: str, count: int, sizes: Sizes) -> None:
    """All copies at once, as the owner and without the triggers of history, which would triple the time."""
    record_making.prepare_people()
    with databases.as_owner(name) as owner:
        owner.execute("SET session_replication_role = replica")
        _add(owner, range(count), sizes.own_records)


def _add(to: record_making.Executes, numbers: range, own: int) -> None:
    person = User.objects.get(email=record_making.PERSON)
    drafts = record_making.originals()
    record_making.add_copies(to, drafts, numbers, person=person, own=own, now=timezone.now())


def _pages() -> dict[str, tuple[Visitor, str]]:
    """Who asks for which address, by the words of the table."""
    administrator = User.objects.get(email=record_making.ADMINISTRATOR)
    person = User.objects.get(email=record_making.PERSON)
    listed = reverse("decisions:records")
    deep = f"{listed}?after={quote(str(_deep_cursor()))}"
    draft = record_making.originals()[0]
    both = f"{listed}?{urlencode({'stage': draft.stage, 'framework': draft.summary.framework_key})}"
    mine = f"{listed}?{urlencode({'whose': RecordFilter.MINE})}"
    own = Record.objects.filter(summary__owner=person).order_by("code")[0]
    pages: dict[str, tuple[Visitor, str]] = {}
    for words, user in (("administrator", administrator), ("person with few", person)):
        visitor = Visitor(user)
        pages[f"list, {words}, page 1"] = visitor, listed
        pages[f"list, {words}, deep page"] = visitor, deep
        pages[f"list, {words}, stage and framework"] = visitor, both
        pages[f"list, {words}, own records"] = visitor, mine
    visitor = Visitor(person)
    pages["record page, by its owner"] = visitor, reverse("decisions:stage", args=[own.code, own.stage])
    return pages


def _deep_cursor() -> Cursor:
    public = Summary.objects.filter(is_private=False)
    row = public.order_by("-updated_at", "-record")[int(public.count() * DEPTH)]
    return Cursor(row.updated_at, row.record_id)


def _calls(pages: dict[str, tuple[Visitor, str]]) -> dict[str, Callable[[], object]]:
    def call(visitor: Visitor, address: str) -> Callable[[], object]:
        return lambda: visitor.get(address)

    return {case: call(visitor, address) for case, (visitor, address) in pages.items()}


def _compared(
    case: str,
    sizes: Sizes,
    seconds: dict[tuple[str, int], list[float]],
    queries: dict[tuple[str, int], int],
) -> BenchResult:
    few, many = sizes.records
    times = {count: median(seconds[case, count]) for count in sizes.records}
    figures = tuple(
        figure
        for count in (many, few)
        for figure in (
            BenchFigure(f"{count:,}:", times[count], "s"),
            BenchFigure("", queries[case, count], "queries"),
        )
    )
    fails = "" if queries[case, few] == queries[case, many] else "the number of queries grows"
    return BenchResult("records", case, Goal(1.2), times[many] / times[few], figures, fails=fails)


def bare(request: HttpRequest, size: int) -> HttpResponse:
    """A page of `size` bytes after one query: what a request costs before anything is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(b" " * size)


# While requests are measured, these are the addresses: the bare view beside all others.
urlpatterns = [path("bench/bare/<int:size>/", bare, name="bench_bare"), path("", include("partnerdesk.urls"))]
