"""The library of frameworks and terms: loaded once, published for good, refused with the place of what is wrong."""

import shutil

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from frameworks import loading
from frameworks.loading import load_library
from frameworks.models import Framework, FrameworkVersion, GlossaryTerm
from metrics.models import DefinitionVersion
from partnerdesk.core.library import LibraryError
from tests.factories import make_record


@pytest.fixture
def folder(tmp_path):
    """A copy of the library that a test may change: `folder.change(file, old, new)`."""
    copy = tmp_path / "library"
    shutil.copytree(loading.LIBRARY, copy)
    return copy


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def load(folder):
    return load_library(folder, now=timezone.now())


def versions(key="channel-performance"):
    return list(FrameworkVersion.objects.filter(framework__key=key).order_by("number"))


def test_loading_again_changes_nothing():
    before = list(FrameworkVersion.objects.order_by("pk").values()), list(GlossaryTerm.objects.values())
    definitions = list(DefinitionVersion.objects.order_by("pk").values("pk", "sha256"))
    for _attempt in range(2):
        call_command("load_libraries")
    assert (
        list(FrameworkVersion.objects.order_by("pk").values()),
        list(GlossaryTerm.objects.values()),
    ) == before
    assert list(DefinitionVersion.objects.order_by("pk").values("pk", "sha256")) == definitions
    assert Framework.objects.count() == 4


def test_a_changed_file_is_a_new_version_and_records_stay_on_theirs(folder):
    record = make_record(is_filled=False)
    [first] = versions()
    title = first.content.names.en
    change(folder, "channel-performance.yaml", title, f"{title} Renewed")
    assert load(folder).new_versions == 1
    assert load(folder).new_versions == 0
    _first, second = versions()
    assert (second.number, second.content.names.en) == (2, f"{title} Renewed")
    assert versions()[0].content.names.en == title
    assert FrameworkVersion.objects.newest().get(framework__key="channel-performance") == second
    record.refresh_from_db()
    assert record.framework_version == first


def test_what_is_only_written_otherwise_is_no_new_version(folder):
    path = folder / "channel-performance.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=True), encoding="utf-8")
    assert load(folder).new_versions == 0


def test_a_change_in_the_common_file_reaches_every_framework_that_takes_it(folder):
    change(folder, "common.yaml", "It makes the decision.", "It decides.")
    own = [path for path in folder.glob("*.yaml") if "\nmisconceptions:" in path.read_text(encoding="utf-8")]
    assert load(folder).new_versions == 4 - len([path for path in own if path.name != "common.yaml"]) > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE frameworks_frameworkversion SET data = '{}'",
        "DELETE FROM frameworks_frameworkversion",
        "TRUNCATE frameworks_frameworkversion CASCADE",
    ],
)
def test_a_published_version_is_not_changed_in_the_database(statement):
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement)
    assert len(versions()) == 1


def test_what_is_wrong_is_named_with_file_line_and_field_and_nothing_is_written(folder, monkeypatch):
    line = change(folder, "value-exchange.yaml", "\nsections:", "\nsections_of_it:") + 1
    name = versions()[0].content.names.en
    change(folder, "channel-performance.yaml", name, f"{name} Renewed")
    with pytest.raises(LibraryError) as error:
        load(folder)
    problems = [str(problem) for problem in error.value.problems]
    assert f"{folder / 'value-exchange.yaml'}:{line}: sections_of_it: " in "\n".join(problems)
    assert any("sections: Field required" in problem for problem in problems)
    assert len(versions()) == 1
    monkeypatch.setattr(
        "workspace.management.commands.load_libraries.load_library",
        lambda *, now: load_library(folder, now=now),
    )
    with pytest.raises(CommandError, match="sections_of_it"):
        call_command("load_libraries")


def test_two_frameworks_do_not_begin_their_codes_alike(folder):
    prefix = versions()[0].content.prefix
    other = versions("value-exchange")[0].content.prefix
    change(folder, "value-exchange.yaml", f"prefix: {other}", f"prefix: {prefix}")
    with pytest.raises(LibraryError, match=f"{prefix} begins the codes of two frameworks"):
        load(folder)


def test_terms_are_written_changed_and_taken_out(folder):
    data = yaml.safe_load((folder / "glossary.yaml").read_text(encoding="utf-8"))
    gone = data["terms"].pop(0)
    data["terms"][0]["definition"] = "Said in other words."
    (folder / "glossary.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    before = GlossaryTerm.objects.count()
    load(folder)
    assert GlossaryTerm.objects.count() == before - 1
    assert not GlossaryTerm.objects.filter(slug=gone["slug"]).exists()
    assert (
        GlossaryTerm.objects.get(slug=data["terms"][0]["slug"]).content.definition == "Said in other words."
    )
