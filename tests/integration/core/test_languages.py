"""Names of another language stand beside the English ones where the workspace's language asks for them."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions.documents.one_pager import LEVELS
from decisions.documents.pdf.render import one_pager_html
from decisions.draft.load import load_draft
from decisions.states.stages import Stage
from decisions.versions.report import report_of_draft
from metrics.models import DefinitionVersion
from partnerdesk.core.models import Event, Workspace
from tests.factories import make_person, make_record
from tests.integration.people import client_of

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
PAGES = ("/frameworks/", "/frameworks/alignment-scorecard/")


def papers():
    record = make_record("alignment-scorecard", to=Stage.COMMIT)
    report = report_of_draft(load_draft(record), number=1, by=None, now=timezone.now())
    assert DefinitionVersion.objects.exclude(name_ja="").exists()
    yield one_pager_html(report, LEVELS[0])
    yield render_to_string("decisions/documents/full_body.html", {"report": report})


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_language_of_the_workspace_asks_for_japanese_names(language):
    client = client_of(make_person(Role.ADMIN))
    assert not any(JAPANESE.search(client.get(page).content.decode()) for page in PAGES), "nobody chose yet"
    given = {"time_zone": "UTC", "language": language}
    assert client.post(reverse("accounts:workspace"), given).status_code == 302
    screens = [client.get(page).content.decode() for page in PAGES]
    assert {bool(JAPANESE.search(text)) for text in [*screens, *papers()]} == {language == "ja"}


def test_choosing_the_language_leaves_an_event_and_stands_in_the_form():
    client = client_of(make_person(Role.ADMIN))
    for _time in range(2):
        client.post(reverse("accounts:workspace"), {"time_zone": "UTC", "language": "ja"})
    event = Event.objects.get(kind="workspace.changed")
    assert (event.data["before"], event.data["language"]) == ({"language": "en"}, "ja")
    assert 'value="ja" selected' in client.get(reverse("accounts:people")).content.decode()
    assert (
        client.post(reverse("accounts:workspace"), {"time_zone": "UTC", "language": "xx"}).status_code == 422
    )


def test_the_database_knows_the_languages():
    with pytest.raises(IntegrityError), transaction.atomic():
        Workspace.objects.create(language="xx")
