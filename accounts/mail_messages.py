"""What stands in a mail of notices: in the reader's language, as plain words and as simple HTML."""

import zoneinfo
from collections.abc import Sequence
from email.utils import format_datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import ngettext

from accounts.languages import language_of, speaking_to
from accounts.models import User
from accounts.unsubscribing import unsubscribe_address
from partnerdesk.core import outbox
from partnerdesk.core.models import Mail, Notice

MOST = 100
"""So many notices stand in one mail; behind them stands how many more there are, and where."""


def mail_message(mail: Mail, person: User, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """The message. For one mail row it is the same each time, its Message-ID and date included."""
    with speaking_to(person), timezone.override(zoneinfo.ZoneInfo(person.time_zone)):
        context = _context(mail, person, notices)
        message = EmailMultiAlternatives(
            subject=_subject(notices),
            body=render_to_string("mail/notices.txt", context),
            to=[person.email],
            headers=_headers(mail, context["kinds"]),
        )
        message.attach_alternative(render_to_string("mail/notices.html", context), "text/html")
    return message


def _context(mail: Mail, person: User, notices: Sequence[Notice]) -> dict[str, Any]:
    keys = list(dict.fromkeys(notice.kind for notice in notices))
    shown = sorted(notices[:MOST], key=lambda notice: keys.index(notice.kind))
    site = settings.PUBLIC_ADDRESS
    return {
        "person": person,
        "language": language_of(person),
        "mail": mail,
        "site": site,
        "hour": f"{person.digest_hour:02}:00",
        "groups": [
            (outbox.label_of(kind), list(found)) for kind, found in groupby(shown, lambda notice: notice.kind)
        ],
        "more": len(notices) - len(shown),
        "all": site + reverse("workspace:notices"),
        "settings": site + reverse("accounts:mail"),
        "kinds": [(outbox.label_of(kind), unsubscribe_address(person, kind)) for kind in keys],
    }


def _subject(notices: Sequence[Notice]) -> str:
    first = Truncator(" ".join(notices[0].what.split())).chars(110)
    others = len(notices) - 1
    if not others:
        return first
    return ngettext("%(first)s, and %(count)s more", "%(first)s, and %(count)s more", others) % {
        "first": first,
        "count": others,
    }


def _headers(mail: Mail, kinds: Sequence[tuple[str, str]]) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{mail.pk}@{urlsplit(settings.PUBLIC_ADDRESS).hostname or 'localhost'}>",
        "Date": format_datetime(mail.written_at),
        "Auto-Submitted": "auto-generated",
    }
    if len(kinds) == 1:
        headers |= {
            "List-Unsubscribe": f"<{kinds[0][1]}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers
