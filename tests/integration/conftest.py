"""What makes tests quick: data that a module shares, papers with little on them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils.html import format_html

from decisions.documents.pdf import render
from decisions.versions.report import Report


@pytest.fixture(scope="module")
def keep(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    """Make something once for all tests of a module: `keep(make_record, to=Stage.COMMIT)`.

    It stands in a transaction around those of the tests, so each test finds it as it was made. Objects in memory
    are not put back: read them anew for each test (`factories.fresh`). All tests of the module see what is kept.
    Tests that commit can't stand in such a module. Foreign keys of what is kept are checked at once: each test ends
    with a check of all that still waits for one, which would be this again and again.
    """

    def keep(make: Callable[..., Any], *given: Any, **options: Any) -> Any:
        with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            made = make(*given, **options)
            connection.check_constraints()
            return made

    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # (Django sets it on its test cases too: what is durable may begin inside)
    with django_db_blocker.unblock():
        around.__enter__()
    try:
        yield keep
    finally:
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def short_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers of versions say what they are and which names they hold, no more: for tests of what becomes of a paper.

    A whole one is laid out for seconds. Everything else of them is as it is: the mark, what is attached, the bytes that
    are the same each time.
    """

    def page(report: Report, body: str, kind: str, paper: str, language: str, more: dict[str, Any]) -> str:
        title = f"{report.code} · {kind} · {report.title}"
        names = ", ".join(name for name in report.names.values() if name)
        return format_html(
            '<html lang="{}"><title>{}</title><h1>{}</h1><p>{}</p>', language, title, title, names
        )

    monkeypatch.setattr(render, "_page", page)
