# ruff: noqa: E501 (a table is read across)
"""Who gets what from every address: one table of routes × people, asked line by line.

A cell is the status that the person gets; `in` is a redirect to sign-in. The people of the first table have nothing to
do with what they ask for. In the second one the last five are named by the record; `guest` is a viewer with whom it
is shared. `-` is not asked. Each request is undone before the next.
"""

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.calendars import renew_calendar
from accounts.models import Role
from accounts.unsubscribing import unsubscribe_address
from decisions import models as m
from decisions.actions.records import set_private, share_record
from decisions.actions.waivers import waive
from decisions.content import load_content
from decisions.readiness import blockers
from decisions.stages import Stage
from decisions.watching import find_flip
from metrics import uploads
from metrics.files import keep_file
from metrics.models import Gap, Source
from partners.models import ComplianceCheckpoint, RiskFlag
from tests.factories import make_decided, make_partner, make_person, make_record, version_of
from tests.integration.people import client_of
from tests.routes import PATTERNS

STRANGERS = ("nobody", "viewer", "manager", "steward", "admin")
NAMED = ("author", "owner", "partaker", "guest", "approver")

GENERAL = """
route                         asked  nobody viewer manager steward admin  with
workspace:desk                GET    in     200    200     200     200
workspace:notices             GET    in     200    200     200     200    before=x
workspace:notices_seen        POST   in     302    302     302     302    until=2026-01-01T00:00:00+00:00
workspace:calendar            GET    200    200    200     200     200
frameworks:gallery            GET    in     200    200     200     200
frameworks:framework          GET    in     200    200     200     200
frameworks:glossary           GET    in     200    200     200     200    q=gap
frameworks:term               GET    in     200    200     200     200

decisions:records             GET    in     200    200     200     200    stage=frame
decisions:choose_framework    GET    in     403    200     403     200
decisions:new_record          GET    in     403    200     403     200
decisions:new_record          POST   in     403    422     403     422
decisions:new_record          POST   in     403    302     403     302    question=Q&decision_class=light

partners:directory            GET    in     200    200     200     200    q=a
partners:export               GET    in     200    200     200     200
partners:labels               GET    in     200    200     200     200
partners:label_merge          POST   in     403    422     422     422
partners:label_merge          POST   in     403    302     302     302    attribute=segment&label=Gold&into=Silver
partners:partner              GET    in     200    200     200     200
partners:partner_new          GET    in     403    200     200     200
partners:partner_new          POST   in     403    302     302     302    key=n&name=New&stage=performing
partners:partner_edit         GET    in     403    200     200     200
partners:partner_edit         POST   in     403    422     422     422
partners:flag_new             GET    in     403    200     200     200
partners:flag_new             POST   in     403    422     422     422
partners:flag                 GET    in     403    200     200     200
partners:flag                 POST   in     403    422     422     422
partners:checkpoint_new       GET    in     403    200     200     200
partners:checkpoint_new       POST   in     403    422     422     422
partners:checkpoint           GET    in     403    200     200     200
partners:checkpoint           POST   in     403    422     422     422

metrics:dictionary            GET    in     200    200     200     200    q=margin
metrics:metric                GET    in     200    200     200     200
metrics:lineage               GET    in     404    404     404     404    partner=x&period=2024-01
metrics:definition_new        GET    in     403    403     200     200
metrics:definition_new        POST   in     403    403     422     422
metrics:definition_edit       GET    in     403    403     200     200
metrics:definition_edit       POST   in     403    403     422     422
metrics:definition_version    GET    in     200    200     200     200
metrics:metric_owner          POST   in     403    403     302     302    owner={steward}
metrics:scores                GET    in     403    200     200     200
metrics:scores                POST   in     403    422     422     422    do=save
metrics:upload                GET    in     403    200     200     200
metrics:upload                POST   in     403    422     422     422
metrics:imports               GET    in     200    200     200     200
metrics:import                GET    in     302    302     302     302
metrics:import_file           GET    in     200    200     200     200
metrics:import_mapping        GET    in     403    200     200     200
metrics:import_mapping        POST   in     403    422     422     422    do=preview
metrics:import_confirm        POST   in     403    422     422     422
metrics:import_drop           POST   in     403    302     302     302
metrics:sources               GET    in     200    200     200     200
metrics:source                GET    in     200    200     200     200
metrics:source_owner          POST   in     403    422     422     422    owner=somebody
metrics:source_owner          POST   in     403    302     302     302    owner={steward}
metrics:gaps                  GET    in     200    200     200     200    status=all
metrics:gap_export            GET    in     200    200     200     200
metrics:gap                   GET    in     200    200     200     200
metrics:gap                   POST   in     403    302     302     302    owner={steward}
metrics:gap_merge             POST   in     403    422     422     422
metrics:partner_list_new      GET    in     403    200     200     200
metrics:partner_list_new      POST   in     403    422     422     422
metrics:partner_list          GET    in     403    200     200     200
metrics:partner_list          POST   in     403    422     422     422    do=preview

accounts:profile              GET    in     200    200     200     200
accounts:profile              POST   in     422    422     422     422
accounts:profile              POST   in     302    302     302     302    name=N&time_zone=UTC&language=en&theme=dark
accounts:mail                 GET    in     200    200     200     200
accounts:mail                 POST   in     422    422     422     422    digest_hour=24
accounts:mail                 POST   in     302    302     302     302    digest_hour=8&time_zone=UTC&mailed=vote
accounts:calendar_renew       POST   in     200    200     200     200
accounts:calendar_remove      POST   in     302    302     302     302
accounts:unsubscribe          GET    200    200    200     200     200
accounts:unsubscribe          POST   200    200    200     200     200
accounts:people               GET    in     403    403     403     200
accounts:invite               POST   in     403    403     403     422
accounts:invite               POST   in     403    403     403     302    name=New&email=new@example.com&role=viewer
accounts:person               GET    in     403    403     403     200
accounts:person               POST   in     403    403     403     302    role=viewer&is_active=on
"""

OF_RECORDS = """
route                      asked record    nobody viewer manager steward admin author owner partaker guest approver  with
decisions:record           GET   open      in     302    302     302     302   302    302   302      302   302
decisions:record           GET   private   in     404    404     404     404   302    302   302      302   302
decisions:stage            GET   open      in     200    -       -       200   200    -     -        200   -
decisions:stage            GET   private   in     404    404     404     404   200    -     200      200   200
decisions:stage            GET   decided   -      200    -       -       -     200    -     -        -     -
decisions:one_pager        GET   open      in     200    -       -       -     200    -     -        -     -
decisions:one_pager        GET   private   in     404    404     404     404   200    -     -        200   200
decisions:one_pager        GET   proposed  in     200    -       -       -     200    -     -        -     200
decisions:one_pager        GET   decided   in     200    -       -       -     200    -     -        -     -        version=1
decisions:one_pager        GET   decided   in     404    404     404     404   404    404   404      404   404      version=2
decisions:document         GET   open      in     200    -       -       -     200    -     -        -     -
decisions:document         GET   private   in     404    404     404     404   200    -     -        200   200
decisions:versions         GET   private   in     404    404     404     404   200    200   200      200   200
decisions:versions         GET   decided   in     200    -       -       -     200    -     -        -     -
decisions:paper            GET   open      in     404    404     404     404   404    404   404      404   404
decisions:paper            GET   decided   in     202    202     202     202   202    202   202      202   202
decisions:paper            GET   hidden    in     404    404     404     404   202    202   202      202   202
decisions:print_draft      POST  private   in     404    404     404     404   -      -     -        -     -
decisions:export           GET   private   in     404    404     404     404   200    200   200      200   200
decisions:export           GET   decided   in     200    -       -       -     200    -     -        -     -        version=1
decisions:history          GET   open      in     200    -       -       -     200    -     -        -     -
decisions:history          GET   private   in     404    404     404     404   200    200   200      200   200
decisions:waivers          GET   open      in     200    -       -       -     200    -     -        -     200
decisions:waivers          GET   private   in     404    404     404     404   200    200   200      200   200
decisions:add_waiver       POST  open      in     403    403     403     403   403    403   403      403   302      code={blocker}&subject={subject}&reason=Later.
decisions:add_waiver       POST  open      in     403    403     403     403   403    403   403      403   422      code={blocker}&subject={subject}&reason=
decisions:add_waiver       POST  private   in     404    404     404     404   403    403   403      403   422      code=no_such&reason=Later.
decisions:add_waiver       POST  decided   in     403    403     403     403   403    403   403      403   422      code=no_such&reason=Later.
decisions:remove_waiver    POST  open      in     403    403     403     403   403    403   403      403   302
decisions:sharing          GET   open      in     403    403     403     200   200    200   403      403   403
decisions:sharing          GET   private   in     404    404     404     404   200    200   403      403   403
decisions:sharing          POST  open      in     403    403     403     302   302    302   403      403   403      person={steward}
decisions:sharing          POST  open      in     403    403     403     422   422    422   403      403   403      person=somebody
decisions:sharing          POST  private   in     404    404     404     404   302    302   403      403   403      person={steward}
decisions:sharing          POST  decided   in     403    403     403     302   302    302   403      403   403      person={steward}
decisions:unshare          POST  open      in     403    403     403     302   302    302   403      403   403
decisions:unshare          POST  private   in     404    404     404     404   302    302   403      403   403
decisions:privacy          POST  open      in     403    403     403     302   302    302   403      403   403      is_private=on
decisions:privacy          POST  private   in     404    404     404     404   302    302   403      403   403
decisions:move             POST  frame     in     403    403     403     302   302    302   302      403   403      to=compare
decisions:move             POST  frame     in     403    403     403     302   302    302   302      403   403      to=none
decisions:move             POST  frame     in     422    422     422     422   422    422   422      422   422      to=commit
decisions:move             POST  frame     in     404    404     404     404   404    404   404      404   404      to=nowhere
decisions:move             POST  open      in     403    403     403     302   302    302   302      403   403      to=compare
decisions:move             POST  open      in     403    403     403     422   422    422   422      403   403      to=proposed
decisions:move             POST  private   in     404    404     404     404   302    302   302      403   403      to=compare
decisions:move             POST  proposed  in     403    403     403     302   302    302   302      403   403      to=commit
decisions:move             POST  proposed  in     422    422     422     422   422    422   422      422   422      to=none
decisions:move             POST  proposed  in     422    422     422     422   422    422   422      422   422      to=compare
decisions:move             POST  decided   in     403    403     403     302   302    302   302      403   403      to=compare
decisions:move             POST  decided   in     403    403     403     302   302    302   302      403   403      to=frame
decisions:move             POST  decided   in     422    422     422     422   422    422   422      422   422      to=commit
decisions:move             POST  hidden    in     404    404     404     404   302    302   302      403   403      to=compare
decisions:decide           POST  proposed  in     403    403     403     403   403    403   403      403   302      version=1&choice=approve&sha256={sha256}
decisions:decide           POST  proposed  in     403    403     403     403   403    403   403      403   422      version=1&choice=approve&sha256=other
decisions:decide           POST  proposed  in     403    403     403     403   403    403   403      403   422      version=1&choice=reject&sha256={sha256}
decisions:decide           POST  proposed  in     404    404     404     404   404    404   404      404   404      version=1&choice=perhaps&sha256={sha256}
decisions:decide           POST  proposed  in     404    404     404     404   404    404   404      404   404      version=2&choice=approve
decisions:decide           POST  decided   in     403    403     403     403   403    403   403      403   422      version=1&choice=approve&sha256={sha256}
decisions:decide           POST  hidden    in     404    404     404     404   403    403   403      403   422      version=1&choice=approve&sha256={sha256}
decisions:save_unit        POST  open      in     403    403     403     302   302    302   302      403   403      revision={revision}&save_id={new}&decides=The board
decisions:save_unit        POST  open      in     403    403     403     422   422    422   422      403   403      revision={revision}&save_id={new}&decides={long}
decisions:save_unit        POST  open      in     403    403     403     409   409    409   409      403   403      revision=999&save_id={new}&decides=Me
decisions:save_unit        POST  private   in     404    404     404     404   302    302   302      403   403      revision={revision}&save_id={new}&decides=Me
decisions:save_unit        POST  proposed  in     403    403     403     302   302    302   302      403   403      revision={revision}&save_id={new}&decides=Me
decisions:save_unit        POST  decided   in     403    403     403     422   422    422   422      403   403      revision={revision}&save_id={new}&decides=Me
decisions:add_row          POST  open      in     403    403     403     302   302    302   302      403   403      id={new}
decisions:add_row          POST  private   in     404    404     404     404   302    302   302      403   403      id={new}
decisions:add_row          POST  proposed  in     403    403     403     302   302    302   302      403   403      id={new}
decisions:add_row          POST  decided   in     403    403     403     422   422    422   422      403   403      id={new}
decisions:remove_row       POST  open      in     403    403     403     302   302    302   302      403   403
decisions:remove_row       POST  private   in     404    404     404     404   302    302   302      403   403
decisions:remove_row       POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:move_row         POST  open      in     403    403     403     302   302    302   302      403   403      direction=up
decisions:move_row         POST  private   in     404    404     404     404   302    302   302      403   403
decisions:move_row         POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:choose_partners  GET   open      in     403    403     403     200   200    200   200      403   403
decisions:choose_partners  GET   private   in     404    404     404     404   200    200   200      403   403
decisions:choose_partners  POST  open      in     403    403     403     302   302    302   302      403   403
decisions:choose_partners  POST  private   in     404    404     404     404   302    302   302      403   403
decisions:choose_partners  POST  decided   in     403    403     403     422   422    422   422      403   403      shown={partner}&partner={partner}
decisions:run              POST  open      in     403    403     403     302   302    302   302      403   403
decisions:run              POST  private   in     404    404     404     404   302    302   302      403   403
decisions:run              POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:shares           GET   open      in     200    200     200     200   200    200   200      200   200
decisions:shares           GET   private   in     404    404     404     404   200    200   200      200   200
decisions:confirm_weight   POST  open      in     403    403     403     302   302    302   302      403   403
decisions:confirm_weight   POST  private   in     404    404     404     404   302    302   302      403   403
decisions:confirm_weight   POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:take_anchors     POST  open      in     403    403     403     302   302    302   302      403   403
decisions:take_anchors     POST  private   in     404    404     404     404   302    302   302      403   403
decisions:take_anchors     POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:column_basis     POST  open      in     403    403     403     302   302    302   302      403   403      basis=fact
decisions:column_basis     POST  private   in     404    404     404     404   302    302   302      403   403      basis=fact
decisions:column_basis     POST  decided   in     403    403     403     422   422    422   422      403   403      basis=fact
decisions:watch            GET   open      in     403    403     403     200   200    200   200      403   403
decisions:watch            GET   private   in     404    404     404     404   200    200   200      403   403
decisions:watch            POST  open      in     403    403     403     422   422    422   422      403   403      level=x
decisions:watch            POST  open      in     403    403     403     302   302    302   302      403   403      direction=below&level=1&samples=1&window_months=1&effect=review
decisions:watch            POST  private   in     404    404     404     404   302    302   302      403   403      direction=below&level=1&samples=1&window_months=1&effect=review
decisions:backtest         GET   open      in     200    200     200     200   200    200   200      200   200
decisions:backtest         GET   private   in     404    404     404     404   200    200   200      200   200
decisions:move_definition  POST  open      in     403    403     403     302   302    302   302      403   403
decisions:move_definition  POST  private   in     404    404     404     404   302    302   302      403   403
decisions:move_definition  POST  decided   in     403    403     403     422   422    422   422      403   403
"""

ELSEWHERE = {
    "health",
    "account_change_password", "account_confirm_email", "account_confirm_login_code", "account_email", "account_email_verification_sent",
    "account_inactive", "account_login", "account_logout", "account_reauthenticate", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_set_password", "account_signup",
}  # fmt: skip
"""The health page and the routes of allauth: core/test_health.py and accounts/ look at those that we use."""


@dataclass(frozen=True)
class Line:
    """One line of a table: `expected` by person; `sent` is the query of a GET, the form of a POST."""

    route: str
    method: str
    record: str
    expected: dict[str, str]
    sent: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.route, self.method, self.record, self.sent[:30])))


def lines(table: str) -> list[Line]:
    header, *rows = [row for row in table.splitlines() if row]
    columns = header.split()
    found = []
    for row in rows:
        cells = dict(zip(columns, row.split(maxsplit=len(columns) - 1), strict=False))
        expected = {name: cells[name] for name in (*STRANGERS, *NAMED) if name in cells}
        found.append(
            Line(cells["route"], cells["asked"], cells.get("record", "open"), expected, cells.get("with", ""))
        )
    return found


LINES = [*lines(GENERAL), *lines(OF_RECORDS)]
METHODS: dict[str, set[str]] = {}
for line in LINES:
    METHODS.setdefault(line.route, set()).add(line.method)


@dataclass
class World:
    """What the addresses are asked about: clients by person; what stands in addresses and forms, by record."""

    clients: dict[str, Client]
    given: dict[str, dict[str, Any]]

    def address(self, route: str, record: str = "open") -> str:
        """The address of a route, about one of the records. `gap.pk` is what `pk` is in the route `gap`."""
        given, short = self.given[record], route.split(":")[1]
        names = PATTERNS[route].names
        return reverse(route, kwargs={name: given.get(f"{short}.{name}", given.get(name)) for name in names})

    def spoil(self, route: str, name: str, text: str) -> str:
        """The address of a route with `text` in the place of one of its names."""
        given, pattern = self.given["open"], PATTERNS[route]
        address = f"/{pattern.path}"
        for other in pattern.names:
            value = text if other == name else given.get(f"{route.split(':')[1]}.{other}", given.get(other))
            address = re.sub(rf"<\w+:{other}>", str(value), address)
        return address


def test_every_route_stands_in_the_table():
    missing = set(PATTERNS) - set(METHODS) - ELSEWHERE
    assert not missing, f"Add to the tables of {__name__}, for every person: {', '.join(sorted(missing))}"
    gone = (set(METHODS) | ELSEWHERE) - set(PATTERNS)
    assert not gone, f"These routes are gone: {', '.join(sorted(gone))}"


FILE = b"partner,date,amount\nknown,2024-01-05,1\n"


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, made once for all lines and taken away at the end."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        from django.conf import settings

        patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("made"))
        undone = transaction.atomic()
        undone.__enter__()
        found = make_world()
    yield found
    with django_db_blocker.unblock():
        connections["default"].set_rollback(True)
        undone.__exit__(None, None, None)


@pytest.fixture
def world(made, db):
    keep_file([FILE])
    return made


def make_world() -> World:
    people = {name: make_person(name) for name in STRANGERS[1:]}
    people |= {name: make_person() for name in ("author", "owner", "partaker")}
    people |= {name: make_person(Role.VIEWER) for name in ("guest", "approver")}
    records = make_records(people)
    calendar = renew_calendar(people["viewer"], by=people["viewer"], now=timezone.now())
    names = make_data(people) | {
        "calendar.token": calendar.rpartition("/")[2].removesuffix(".ics"),
        "unsubscribe.token": unsubscribe_address(people["viewer"], "vote").split("/")[-2],
        "steward": people["steward"].pk, "person.pk": people["viewer"].pk, "unshare.pk": people["partaker"].pk,
    }  # fmt: skip
    clients = {"nobody": Client()} | {name: client_of(person) for name, person in people.items()}
    return World(clients, {name: names | parts_of(record) for name, record in records.items()})


def make_records(people: dict[str, Any]) -> dict[str, m.Record]:
    """One per state: in frame; in commit with something to waive, public and private; proposed; in force, public and private."""
    given: dict[str, Any] = {name: people[name] for name in ("author", "owner", "approver")}
    records = {
        "frame": make_record(to=Stage.FRAME, **given),
        "open": make_record(to=Stage.COMMIT, **(given | {"class": "standard"})),
        "private": make_record(to=Stage.COMMIT, **given),
        "proposed": make_record(to=Stage.PROPOSED, **given),
        "decided": make_decided(**given),
        "hidden": make_decided(**given),
    }
    for record in records.values():
        for name in ("partaker", "guest"):
            share_record(record, person=people[name], by=people["author"], now=timezone.now())
    for name in ("private", "hidden"):
        set_private(records[name], is_private=True, by=people["author"], now=timezone.now())
    m.ActionItem.objects.filter(record=records["open"]).update(due_on=None, owner=None)
    return records


def parts_of(record: m.Record) -> dict[str, Any]:
    """What stands in the addresses and forms of one record."""
    now = timezone.now()
    unit = m.People.objects.get(record=record)
    risk = m.Risk.objects.filter(record=record).first()
    assert risk is not None
    scope = m.Scope.objects.get(record=record)
    binding = m.MetricBinding.objects.filter(record=record).first()
    assert binding is not None
    left = blockers(load_content(record), Stage.PROPOSED, now.date())
    found: dict[str, Any] = {
        "code": record.code, "stage": "frame", "kind": "risk", "pk": risk.pk, "number": 1, "form": "json",
        "paper.kind": "one-pager", "print_draft.kind": "one-pager", "save_unit.kind": "people", "save_unit.pk": unit.pk,
        "revision": unit.revision, "choose_partners.kind": "scope", "choose_partners.pk": scope.pk,
        "move_definition.pk": binding.pk, **compared_in(record), "remove_waiver.pk": uuid.uuid4(), "long": "x" * 20001,
    }  # fmt: skip
    if record.approval.approver and len(left) > 1:
        found |= {"blocker": left[1].code, "subject": left[1].subject}
        given = {"code": left[0].code, "subject": left[0].subject, "reason": "Follows."}
        found["remove_waiver.pk"] = waive(record, **given, by=record.approval.approver, now=now).pk
    if record.stage in (Stage.PROPOSED, Stage.NONE):
        found["sha256"] = version_of(record).sha256
    return found


def compared_in(record: m.Record) -> dict[str, Any]:
    """A criterion and an option of the record, and a flip of the selected option that can be watched."""
    content = load_content(record)
    found = {
        "column_basis.pk": content.options[0].pk,
        "backtest.pk": next((row.pk for row in content.thresholds), uuid.uuid4()),
        "of": "estimate",
        "against": "Z",
    }
    for criterion in content.criteria:
        found |= dict.fromkeys(("confirm_weight.pk", "take_anchors.pk"), criterion.pk)
        found.setdefault("watch.pk", criterion.pk)
        for option in content.options:
            if find_flip(content, criterion.pk, option.label, is_shared=False):
                found |= {"watch.pk": criterion.pk, "against": option.label}
    return found


def make_data(people: dict[str, Any]) -> dict[str, Any]:
    """A partner with its rows, an import that waits for its mapping, a gap."""
    partner, owner, today = make_partner(segment="Gold"), people["steward"], timezone.localdate()
    make_partner(segment="Silver")
    flag = RiskFlag.objects.create(
        partner=partner, kind="legal", severity="low", statement="x", owner=owner, raised_on=today
    )
    checkpoint = ComplianceCheckpoint.objects.create(partner=partner, name="x", due_on=today, owner=owner)
    file = keep_file([FILE])
    imported = uploads.start_import(file, "f.csv", by=owner, now=timezone.now())
    source = Source.objects.create(name="sales", owner=owner)
    gap = Gap.objects.create(
        source=source, imported=imported, kind="missing_value", metric_id="gross_margin", count=1
    )
    found = {f"{route}.pk": imported.pk for route in PATTERNS_OF_IMPORTS}
    found |= {f"{route}.pk": partner.pk for route in PATTERNS_OF_PARTNERS}
    return found | {
        "flag_pk": flag.pk, "checkpoint_pk": checkpoint.pk, "partner": partner.pk, "gap.pk": gap.pk, "gap_merge.pk": gap.pk,
        "partner_list.sha256": file.sha256, "name": "sales", "key": "gross_margin", "scores.key": "compliance_score",
        "framework.key": "channel-performance", "new_record.key": "channel-performance", "slug": "co-innovation",
        "number": 1,
    }  # fmt: skip


PATTERNS_OF_IMPORTS = ("import", "import_file", "import_mapping", "import_confirm", "import_drop")
PATTERNS_OF_PARTNERS = (
    "partner", "partner_edit", "flag", "flag_new", "checkpoint", "checkpoint_new",
)  # fmt: skip


def ask(client: Client, method: str, address: str, sent: dict[str, Any]) -> str:
    """What a request is answered with; all that it changed is undone."""
    if method == "POST":
        sent = {"csrfmiddlewaretoken": "", **sent}  # no browser sends an empty form
    with transaction.atomic():
        try:
            answer = getattr(client, method.lower())(address, sent)
        except Exception as error:  # noqa: BLE001  (a line of the report, beside the others)
            transaction.set_rollback(True)
            return f"500 {type(error).__name__}: {str(error)[:80]}"
        b"".join(answer)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return "in"
    return str(answer.status_code)


def form(text: str, given: dict[str, Any]) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split("&") if part]
    return {name: value.format(**given, new=uuid.uuid4()) for name, _sign, value in pairs}


@pytest.mark.parametrize("line", LINES, ids=str)
def test_who_gets_what(line, world):
    address, sent = world.address(line.route, line.record), form(line.sent, world.given[line.record])
    asked = {name: wanted for name, wanted in line.expected.items() if wanted != "-"}
    found = {name: ask(world.clients[name], line.method, address, sent) for name in asked}
    assert found == asked


@pytest.mark.parametrize("route", METHODS)
def test_a_method_that_an_address_does_not_have_is_refused(route, world):
    others = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - METHODS[route]
    address = world.address(route)
    found = {method: ask(world.clients["admin"], method, address, {}) for method in others}
    assert found == dict.fromkeys(others, "405")


MALFORMED = {
    "uuid": ["0", "no-such", "%00", "1e", str(uuid.UUID(int=7))],
    "code": ["0", "no-such", "XX-0000", "CP-1", "CP-" + "9" * 30, "cp-0001", "%00"],
    "int": ["-1", "0", "1.5", "9" * 20, "%00"],
    "slug": ["no-such", "%00", "a" * 300, "%C3%A9", "a%2Fb"],
    "str": ["no-such", "%00", "a" * 64, "A" * 64, "%C3%A9"],
}


@pytest.mark.parametrize("route", [route for route in METHODS if PATTERNS[route].names])
def test_an_address_of_nothing_is_not_found(route, world):
    """Whatever stands in the place of an id; each is asked by who could otherwise do it."""
    method = min(METHODS[route])
    found = {}
    for name in PATTERNS[route].names:
        for wrong in MALFORMED[PATTERNS[route].converter(name)]:
            found[wrong] = ask(world.clients["admin"], method, world.spoil(route, name, wrong), {})
    assert found == dict.fromkeys(found, "404")


HOSTILE = ("\0", "x" * 9000, "9" * 40)
QUERY = (
    "q", "page", "after", "before", "stage", "framework", "whose", "version", "section", "segment", "owner", "status", "kind",
    "source", "partner", "period", "by", "first", "last", "until", "name", "flags", "tier", "region", "metric",
)  # fmt: skip


@pytest.mark.parametrize("route", [route for route in METHODS if "GET" in METHODS[route]])
def test_no_question_breaks_a_page(route, world):
    found = {
        text[:20]: ask(world.clients["admin"], "GET", world.address(route), dict.fromkeys(QUERY, text))
        for text in HOSTILE
    }
    assert not [status for status in found.values() if status.startswith("5")]


DONE = {
    line.route: line for line in reversed(LINES) if line.method == "POST" and "302" in line.expected.values()
}


@pytest.mark.parametrize("line", DONE.values(), ids=str)
def test_no_form_breaks_an_action(line, world):
    """Each field of a form in turn holds what nobody would write."""
    who = next(name for name, status in line.expected.items() if status == "302")
    good, found = form(line.sent, world.given[line.record]), {}
    for name in (*good, "reason", "comment"):
        for text in HOSTILE:
            address = world.address(line.route, line.record)
            found[name, text[:20]] = ask(world.clients[who], "POST", address, good | {name: text})
    assert not {key: status for key, status in found.items() if status.startswith("5")}
