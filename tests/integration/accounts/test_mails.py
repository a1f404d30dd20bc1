"""Mails of notices: one digest per person and day, what is urgent at once, to a real server, through its absences."""

import datetime as dt
import re
import smtplib
import socket
import uuid

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core import mail as outgoing
from django.db import IntegrityError, transaction

from accounts import mails
from accounts.models import User
from partnerdesk.core import jobs, outbox, tasks
from partnerdesk.core.models import Job, Mail, Notice
from tests.factories import make_person

FRIDAY = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
"""Six in the morning in Berlin, an hour before the digest."""


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    for key, is_urgent in (("trigger", False), ("review", False), ("alarm", True)):
        monkeypatch.setitem(outbox.kinds, key, outbox.Kind(key, f"{key.title()}s", is_urgent))


@pytest.fixture
def clock():
    with time_machine.travel(FRIDAY, tick=False) as found:
        yield found


def somebody(**more):
    return make_person(name="Ann Other", time_zone="Europe/Berlin", **more)


def tell(person, what="The margin fell below 12 %", *, kind="trigger", urgent=False, **more):
    given = {"about": "CP-0001", "address": "/records/CP-0001/", "subject_kind": "record"} | more
    return outbox.notify(
        [person.pk], kind=kind, key=uuid.uuid4().hex, what=what, subject_id=uuid.uuid4(), urgent=urgent,
        now=dt.datetime.now(dt.UTC), **given,
    )  # fmt: skip


def work():
    """What the workers do until nothing is due."""
    while due := jobs.due(dt.datetime.now(dt.UTC)):
        for job_id in due:
            jobs.run(job_id)


def at(clock, day, hour, minute=0):
    clock.move_to(dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.UTC))
    work()


def sent():
    """Who got what, as plain words."""
    return [(message.to, message.subject, message.body) for message in outgoing.outbox]


# The digest


def test_all_that_waits_and_nothing_else_is_in_one_mail_at_the_chosen_hour(clock):
    ann, ben = somebody(), make_person(digest_hour=23)
    tell(ann, "First")
    tell(ann, "Second", kind="review")
    tell(ben, "For Ben")
    at(clock, 20, 5, 59)
    assert sent() == []
    at(clock, 20, 6)
    [(to, subject, body)] = sent()
    assert to == [ann.email]
    assert subject.endswith(", and 1 more")
    for words in (
        "First",
        "Second",
        "TRIGGERS",
        "REVIEWS",
        "CP-0001",
        "http://127.0.0.1:8000/records/CP-0001/",
    ):
        assert words in body
    assert "For Ben" not in body
    tell(ann, "Third")
    at(clock, 20, 22)
    assert len(sent()) == 1, "one digest a day"
    at(clock, 21, 6)
    assert len(sent()) == 3
    body = next(body for to, _subject, body in sent()[1:] if to == [ann.email])
    assert "Third" in body
    assert "First" not in body
    assert not Notice.objects.filter(is_for_mail=True).exists()


def test_without_news_there_is_no_mail(clock):
    tell(somebody())
    at(clock, 20, 6)
    at(clock, 25, 6)
    assert len(sent()) == 1


def test_a_worker_that_was_away_for_a_week_sends_one_digest_with_all(clock):
    ann = somebody()
    for day in range(20, 27):
        clock.move_to(dt.datetime(2026, 11, day, 5, tzinfo=dt.UTC))
        tell(ann, f"Of day {day}")
    at(clock, 27, 12)
    [(_to, _subject, body)] = sent()
    assert all(f"Of day {day}" in body for day in range(20, 27))


def test_an_hour_chosen_anew_moves_the_digest_and_makes_no_second_one_that_day(clock):
    from accounts.mail_preferences import choose_mails

    ann = somebody()

    def choose(hour):
        now = dt.datetime.now(dt.UTC)
        person = User.objects.get(pk=ann.pk)
        choose_mails(person, digest_hour=hour, time_zone="Europe/Berlin", mailed=list(outbox.kinds), now=now)

    tell(ann, "First")
    choose(9)
    at(clock, 20, 7)
    assert sent() == []
    at(clock, 20, 8)
    assert len(sent()) == 1
    tell(ann, "Second")
    choose(15)
    at(clock, 20, 14)
    assert len(sent()) == 1
    at(clock, 21, 13, 59)
    assert len(sent()) == 1
    at(clock, 21, 14)
    assert len(sent()) == 2


def test_the_database_keeps_it_at_one_digest_a_day(clock):
    ann = somebody()
    given = {"person": ann, "digest_on": FRIDAY.date(), "written_at": FRIDAY}
    Mail.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.create(**given)


def test_what_is_urgent_leaves_at_once_alone_and_is_not_repeated(clock):
    ann = somebody()
    tell(ann, "Can wait")
    tell(ann, "Stop the pilot", urgent=True)
    tell(ann, "A guardrail is breached", kind="alarm")
    work()
    [(_to, _subject, body)] = sent()
    assert "Stop the pilot" in body
    assert "A guardrail is breached" in body
    assert "Can wait" not in body
    at(clock, 20, 6)
    assert len(sent()) == 2
    assert "Can wait" in sent()[1][2]
    assert "Stop the pilot" not in sent()[1][2]


def test_muted_kinds_and_closed_accounts_get_no_mail_even_when_that_came_after_the_notice(clock):
    ann, ben, eve = somebody(muted_kinds=["trigger"]), somebody(), somebody()
    for person in (ann, ben, eve):
        tell(person, "About a trigger")
        tell(person, "About a review", kind="review")
    User.objects.filter(pk=ben.pk).update(muted_kinds=["review"])
    User.objects.filter(pk=eve.pk).update(is_active=False)
    at(clock, 20, 6)
    bodies = {to[0]: body for to, _subject, body in sent()}
    assert set(bodies) == {ann.email, ben.email}
    assert "About a trigger" not in bodies[ann.email]
    assert "About a review" not in bodies[ben.email]
    assert Notice.objects.filter(person=eve).count() == 2
    User.objects.all().update(muted_kinds=[], is_active=True)
    tell(ben, "New")
    at(clock, 21, 6)
    assert len(sent()) == 3
    assert "About a review" not in sent()[2][2], "what was left out does not come later"


def test_who_mutes_or_leaves_while_a_mail_waits_does_not_get_it(clock, monkeypatch):
    def away(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
    ann, ben = somebody(), somebody()
    tell(ann, "About a trigger")
    tell(ben, "About a trigger")
    at(clock, 20, 6)
    monkeypatch.undo()
    User.objects.filter(pk=ann.pk).update(muted_kinds=["trigger"])
    User.objects.filter(pk=ben.pk).update(is_active=False)
    at(clock, 20, 8)
    assert sent() == []
    assert Mail.objects.filter(given_up_at=None).count() == 0


# What stands in it


def headers():
    return dict(outgoing.outbox[-1].message().items())


def test_a_mail_of_one_kind_can_be_ended_by_the_mail_program(clock, settings):
    settings.PUBLIC_ADDRESS = "https://desk.example.com"
    ann = somebody()
    tell(ann, "Stop the pilot", urgent=True)
    work()
    found = headers()
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https://desk\.example\.com/unsubscribe/[^/<>\s]+/>", found["List-Unsubscribe"])
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Subject"] == "Stop the pilot"
    assert re.fullmatch(r"<[0-9a-f-]{36}@desk\.example\.com>", found["Message-ID"])
    tell(ann, "One")
    tell(ann, "Two", kind="review")
    at(clock, 20, 6)
    assert "List-Unsubscribe" not in headers(), "which of two kinds would one click end?"
    assert sent()[-1][2].count("https://desk.example.com/unsubscribe/") == 2


def test_words_of_others_cannot_change_the_mail(clock):
    ann = somebody()
    tell(ann, "<b>Bold</b> & more\nBcc: eve@example.com", urgent=True, about='<img src="x">')
    work()
    message = outgoing.outbox[0]
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert "<b>" not in html
    assert "<img" not in html
    assert "<b>Bold</b> & more" in message.body, "plain words stay as they are"
    assert message.subject == "<b>Bold</b> & more Bcc: eve@example.com"
    assert "Bcc" not in dict(message.message().items())


def test_the_foot_says_when_and_how_to_change_it(clock):
    tell(somebody(digest_hour=6))
    at(clock, 20, 5, 1)
    at(clock, 21, 5)
    body = sent()[0][2]
    assert "from 06:00 (Europe/Berlin)" in body
    assert "http://127.0.0.1:8000/settings/mail/" in body


def test_a_very_long_digest_says_how_much_more_there_is(clock):
    ann = somebody()
    for number in range(130):
        tell(ann, f"Notice {number}.")
    at(clock, 20, 6)
    body = sent()[0][2]
    assert len(re.findall(r"Notice \d+\.", body)) == 100
    assert "30 more stand here" in body


# A server that is away, refuses, or stumbles


class Server:
    """A real mail server on loopback; `refuse` is its answer to every recipient."""

    def __init__(self, settings):
        self.received, self.refuse, self.controller = [], None, None
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        with socket.create_server(("127.0.0.1", 0)) as free:
            settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
        self.port = settings.EMAIL_PORT

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append(envelope.content.decode())
        return "250 OK"

    def subjects(self):
        return [re.search(r"^Subject: (.*)\r$", text, re.MULTILINE)[1] for text in self.received]

    def ids(self):
        return [re.search(r"^Message-ID: (.*)\r$", text, re.MULTILINE)[1] for text in self.received]


@pytest.fixture
def server(settings, clock):
    found = Server(settings)
    found.start()
    yield found
    found.stop()


def test_a_mail_leaves_through_a_real_server(server):
    ann = somebody()
    tell(ann, "Stop the pilot", urgent=True)
    work()
    assert server.subjects() == ["Stop the pilot"]
    assert f"To: {ann.email}" in server.received[0]
    assert "multipart/alternative" in server.received[0]
    assert Mail.objects.get().sent_at is not None
    work()
    assert len(server.received) == 1


def test_an_outage_of_hours_loses_nothing_and_sends_once(server, clock):
    people = [somebody() for _number in range(5)]
    for number, person in enumerate(people):
        tell(person, f"For {number}")
    server.stop()
    for hour in range(6, 20):
        for minute in range(0, 60, 10):
            at(clock, 20, hour, minute)
    assert server.received == []
    assert not Job.objects.filter(state=Job.State.PARKED).exists()
    assert all("refused" in mail.problem or "away" in mail.problem for mail in Mail.objects.all())
    server.start()
    for minute in range(0, 60, 5):
        at(clock, 20, 20, minute)
    at(clock, 20, 21, 30)
    assert sorted(server.subjects()) == [f"For {number}" for number in range(5)]
    assert Mail.objects.filter(sent_at=None).count() == 0
    at(clock, 24, 6)
    assert len(server.received) == 5


def test_while_the_server_is_away_one_mail_asks_for_all(server, clock, monkeypatch):
    asked = []
    server.stop()
    opened = smtplib.SMTP.connect
    monkeypatch.setattr(
        smtplib.SMTP, "connect", lambda self, *given: (asked.append(1), opened(self, *given))[1]
    )
    for number in range(10):
        tell(somebody(), f"For {number}")
    at(clock, 20, 6)
    assert len(asked) == 1


def test_a_mail_waits_five_days_and_stays_in_the_application(server, clock):
    ann = somebody()
    tell(ann)
    server.stop()
    for day in range(20, 27):
        for hour in (6, 7, 14):
            at(clock, day, hour)
    mail = Mail.objects.get()
    assert mail.given_up_at is not None
    assert mail.problem
    assert Notice.objects.filter(person=ann, seen_at=None).count() == 1
    assert jobs.due(dt.datetime(2027, 1, 1, tzinfo=dt.UTC)) == []


def test_an_address_that_is_refused_for_good_is_not_tried_again(server, clock):
    server.refuse = "550 No such mailbox"
    tell(somebody())
    at(clock, 20, 6)
    assert "No such mailbox" in Mail.objects.get().problem
    assert Mail.objects.get().given_up_at is not None


def test_a_mailbox_that_is_full_for_now_is_tried_again_and_holds_nobody_up(server, clock):
    ann, ben = somebody(), somebody()
    server.refuse = "452 Mailbox full"
    tell(ann, "For Ann", urgent=True)
    work()
    server.refuse = None
    tell(ben, "For Ben", urgent=True)
    work()
    assert server.subjects() == ["For Ben"]
    at(clock, 20, 5, 2)
    assert server.subjects() == ["For Ben", "For Ann"]


def test_what_the_server_took_is_not_sent_again_when_it_stumbles_over_the_farewell(
    server, clock, monkeypatch
):
    async def quit_(self, arg):
        self.transport.close()

    monkeypatch.setattr(SMTP, "smtp_QUIT", quit_)
    tell(somebody())
    at(clock, 20, 6)
    at(clock, 20, 9)
    assert len(server.received) == 1


def test_a_worker_that_dies_after_the_server_took_it_sends_the_same_mail_again(server, clock, monkeypatch):
    """The one moment in which a double can arise: it can be known by its Message-ID and date."""

    class Killed(BaseException):
        pass

    def die(mail, **_fields):
        raise Killed

    ann = somebody()
    tell(ann, "First", urgent=True)
    [job_id] = jobs.due(FRIDAY)
    jobs.run(job_id)
    with monkeypatch.context() as patch:
        patch.setattr(Mail, "save", die)
        with pytest.raises(Killed), transaction.atomic():
            work()
    tell(ann, "Second", urgent=True)
    clock.shift(dt.timedelta(minutes=5))
    work()
    assert server.subjects() == ["First", "First", "Second"]
    assert server.received[0].replace("\r", "").split("\n\n")[0].split("boundary")[0] in server.received[
        1
    ].replace("\r", "")
    first, again, second = server.ids()
    assert first == again != second


def test_a_mail_at_which_our_own_code_fails_is_parked_and_tried_with_the_next_digest(
    server, clock, monkeypatch
):
    def fail(*_given):
        raise ValueError("a mistake of ours")

    tell(somebody())
    with monkeypatch.context() as patch:
        patch.setattr(mails, "mail_message", fail)
        for minute in range(10):
            at(clock, 20, 6, minute)
    assert Job.objects.get(state=Job.State.PARKED).kind == mails.SEND
    assert server.received == []
    at(clock, 21, 6)
    assert len(server.received) == 1


def test_a_digest_that_was_parked_is_written_with_the_next_one(server, clock, monkeypatch):
    tell(somebody(), "First")
    with monkeypatch.context() as patch:
        patch.setattr(Mail.objects, "create", lambda **_fields: 1 / 0)
        for minute in range(10):
            at(clock, 20, 6, minute)
    assert Job.objects.get(state=Job.State.PARKED).kind == outbox.DIGEST
    at(clock, 21, 6)
    assert server.subjects() == ["First"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail(server, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    monkeypatch.setattr(tasks.run_job, "delay", lambda _job_id: None)
    ann = somebody()
    tell(ann, "Stop the pilot", urgent=True)
    tell(ann, "Can wait")
    Job.objects.update(due_at=FRIDAY)

    def run(work_, subject):
        try:
            with transaction.atomic():
                return work_(subject)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda work_: run(work_, ann.pk), [mails.write_urgent, mails.write_digest] * 4))
        written = list(Mail.objects.values_list("pk", flat=True))
        list(pool.map(lambda pk: run(mails.send, pk), written * 4))
    assert sorted("".join(server.received).count(words) for words in ("Subject: Stop", "Subject: Can")) in (
        [1, 1],  # the urgent one wrote first
        [0, 1],  # the digest took both
    )
    assert len(server.received) == len(written)
