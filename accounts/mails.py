"""Mails of notices: written as rows first, then sent, so that a second try sends the same (docs/adr/0007).

`write_digest` and `write_urgent` put a person's notices into one mail, exactly once, by the database. `send` hands it
to the mail server. A server that is away costs no attempt of the job: the mail waits, for an hour at most each time.
"""

import contextlib
import datetime as dt
import smtplib
import uuid

from django.core.mail import get_connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mail_messages import mail_message
from accounts.mail_preferences import digest_after
from accounts.models import User
from partnerdesk.core import jobs, outbox
from partnerdesk.core.days import day_of
from partnerdesk.core.models import Mail, Notice

SEND = "mail.send"
SHORTEST, LONGEST = dt.timedelta(minutes=1), dt.timedelta(hours=1)
"""The pauses between two tries of a mail."""
PATIENCE = dt.timedelta(days=5)
"""How long a mail is tried."""
AWAY = (
    OSError,
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
"""What a mail server says, or does not say, that is there for nobody."""


def register() -> None:
    """Name what does the jobs. What failed three times for a reason of ours is done again with the next digest."""
    for kind, work in ((outbox.DIGEST, write_digest), (outbox.URGENT, write_urgent)):
        jobs.register(kind, work, refused=lambda person_id, _why: _write_later(person_id))
    jobs.register(SEND, send, refused=lambda mail_id, why: _send_later(mail_id, why))


# Writing


def write_digest(person_id: uuid.UUID) -> str:
    """Put all that waits for a person into today's digest; where that has left already, into the next one."""
    now, person = timezone.now(), _held(person_id)
    today = day_of(person, now)
    if Mail.objects.filter(person=person, digest_on=today).exists():
        _write_later(person.pk, not_on=today)
        return _("Today's digest has left; what is new goes into the next one.")
    return _write(person, Notice.objects.filter(is_for_mail=True), now, digest_on=today)


def write_urgent(person_id: uuid.UUID) -> str:
    """Put what can't wait into a mail of its own."""
    now, person = timezone.now(), _held(person_id)
    urgent = Notice.objects.filter(is_for_mail=True, is_urgent=True)
    return _write(person, urgent, now, digest_on=None)


def _write(person: User, waiting: QuerySet[Notice], now: dt.datetime, *, digest_on: dt.date | None) -> str:
    kinds = dict(waiting.filter(person=person).select_for_update().values_list("pk", "kind"))
    seen = set(outbox.notices_for(person.pk).filter(pk__in=kinds).values_list("pk", flat=True))
    wanted = [
        pk for pk, kind in kinds.items() if person.is_active and pk in seen and kind not in person.muted_kinds
    ]
    Notice.objects.filter(pk__in=kinds).update(is_for_mail=False)
    if not wanted:
        return _("Nothing to mail.")
    mail = Mail.objects.create(person=person, digest_on=digest_on, written_at=now)
    Notice.objects.filter(pk__in=wanted).update(mail=mail)
    jobs.enqueue(SEND, mail.pk)
    return _("Written: %(count)s notices in one mail.") % {"count": len(wanted)}


def _held(person_id: uuid.UUID) -> User:
    """The person, held so that their mails are written one after the other. Notices can still be added."""
    return User.objects.select_for_update(no_key=True).get(pk=person_id)


def _write_later(person_id: uuid.UUID, *, not_on: dt.date | None = None) -> None:
    person = User.objects.get(pk=person_id)
    due_at = digest_after(person, timezone.now())
    if day_of(person, due_at) == not_on:
        due_at = digest_after(person, due_at)
    jobs.enqueue(outbox.DIGEST, person_id, due_at=due_at)


# Sending


def send(mail_id: uuid.UUID) -> str:
    """Hand a mail to the server and note it in the transaction that holds the mail's row.

    Between the server's “accepted” and the commit lies a moment; a worker that dies in it leaves a mail that is sent
    again, with the same Message-ID, by which receiving servers know a double.
    """
    now = timezone.now()
    mail = Mail.objects.select_for_update(of=("self",)).select_related("person").get(pk=mail_id)
    if mail.sent_at or mail.given_up_at:
        return _("Has been dealt with already.")
    person = mail.person
    notices = list(
        outbox.notices_for(person.pk)
        .filter(mail=mail)
        .exclude(kind__in=person.muted_kinds)
        .order_by("-is_urgent", "-created_at", "pk")
    )
    if not person.is_active or not notices:
        return _give_up(mail, _("It is not wanted any more."), now)
    if _server_is_away(now):
        return _wait(mail, _("The mail server is away."), now)
    return _hand_over(mail, person, notices, now)


def _hand_over(mail: Mail, person: User, notices: list[Notice], now: dt.datetime) -> str:
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([mail_message(mail, person, notices)])
    except smtplib.SMTPRecipientsRefused as refusal:
        words = "; ".join(f"{code} {text!r}" for code, text in refusal.recipients.values())
        is_final = all(code >= 500 for code, _text in refusal.recipients.values())
        return (_give_up if is_final else _wait)(mail, words, now)
    except AWAY as error:
        mail.server_away_at = now
        return _wait(mail, f"{type(error).__name__}: {error}", now)
    except smtplib.SMTPException as error:
        return _wait(mail, f"{type(error).__name__}: {error}", now)
    finally:
        # What is accepted is accepted: a server that stumbles over the farewell does not make it undone.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.close()
    mail.sent_at, mail.problem = now, ""
    mail.save(update_fields=["sent_at", "problem"])
    return _("Sent.")


def _server_is_away(now: dt.datetime) -> bool:
    """Whether another mail has just found the server away: one of them asks, and the others wait."""
    waiting = Mail.objects.filter(sent_at=None, given_up_at=None)
    return waiting.filter(server_away_at__gt=now - SHORTEST).exists()


def _wait(mail: Mail, problem: str, now: dt.datetime) -> str:
    """Try again later: the longer it has waited the later."""
    if now - mail.written_at > PATIENCE:
        return _give_up(mail, problem, now)
    mail.problem = problem
    mail.save(update_fields=["problem", "server_away_at"])
    due_at = now + min(LONGEST, max(SHORTEST, (now - mail.written_at) / 2))
    jobs.enqueue(SEND, mail.pk, due_at=due_at)
    return _("%(problem)s It is tried again.") % {"problem": problem}


def _give_up(mail: Mail, problem: str, now: dt.datetime) -> str:
    """Leave it: its notices stand in the application."""
    mail.given_up_at, mail.problem = now, problem
    mail.save(update_fields=["given_up_at", "problem"])
    return problem


def _send_later(mail_id: uuid.UUID, why: str) -> None:
    """Try a mail again with the next digest, after it made three attempts fail."""
    now, mail = timezone.now(), Mail.objects.select_related("person").get(pk=mail_id)
    if now - mail.written_at > PATIENCE:
        _give_up(mail, why, now)
    else:
        jobs.enqueue(SEND, mail.pk, due_at=digest_after(mail.person, now))
