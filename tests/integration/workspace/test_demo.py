"""The demo: loaded into an empty workspace once, and never into one that is in use."""

from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from decisions import models as m
from decisions.states.stages import Stage
from metrics.models import Gap, HandEntry, Import, Observation
from partnerdesk.core.models import Event
from partners.models import Partner
from tests.factories import make_person
from workspace.demo import people as demo_people
from workspace.desk import waiting_for

KEPT = (User, Partner, Observation, Import, Gap, m.Record, m.Version, m.Vote, m.Access, Event)


def counts():
    return {model.__name__: model.objects.count() for model in KEPT}


def test_the_demo_fills_an_empty_workspace_once(settings, tmp_path, capsys):
    settings.DESK_HOME = tmp_path
    call_command("load_demo")
    first, sign_ins = counts(), (tmp_path / demo_people.SIGN_INS).read_text(encoding="utf-8")
    assert first["Partner"] >= 40
    assert min(first.values()) > 0
    assert set(m.Record.objects.values_list("stage", flat=True)) == set(Stage)
    assert Partner.objects.filter(Q(name="") | Q(key="")).count() == 0
    quarters = HandEntry.objects.filter(metric="compliance_score").dates("period", "month")
    assert {quarter.month for quarter in quarters} <= {1, 4, 7, 10}  # where the grid shows them
    for person in demo_people.PEOPLE:
        assert person.email in sign_ins
    password = sign_ins.splitlines()[0].removeprefix("password: ")
    assert all(user.check_password(password) for user in User.objects.all())
    busy = {user.name.split()[0] for user in User.objects.all() if waiting_for(user, timezone.now())}
    assert {"Maria", "Jonas", "Ines"} <= busy
    fired = set(m.Case.objects.exclude(state="closed").values_list("trigger__kind", flat=True))
    assert {"level", "choice"} <= fired, "a shift has fired a trigger, and one choice has flipped"
    past = m.Review.objects.get(kind="post", state="closed")
    assert {row["held"] for row in past.findings["predicted"]} == {True, False}
    capsys.readouterr()
    call_command("load_demo")
    assert "the workspace is in use: nothing was changed" in capsys.readouterr().err
    assert counts() == first
    assert (tmp_path / demo_people.SIGN_INS).read_text(encoding="utf-8") == sign_ins


def test_one_person_is_enough_for_a_workspace_to_be_in_use(settings, tmp_path):
    settings.DESK_HOME = tmp_path
    make_person()
    call_command("load_demo")
    assert (User.objects.count(), Partner.objects.count()) == (1, 0)
    assert not (tmp_path / demo_people.SIGN_INS).exists()
