"""Connecting a source, and saying when it runs."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from accounts.models import User, validate_time_zone
from metrics.provenance.models import HAND_SOURCE, Source
from metrics.sources.origins import AddressOrigin, Origin, QueryOrigin
from metrics.sources.schedules import Schedule
from partnerdesk.core.outgoing import OutgoingFailed, check_address

NAME = RegexValidator(
    r"^[a-z0-9][a-z0-9_-]*\Z", _("Use lower-case letters, digits, “-” and “_”: crm-orders, for example.")
)


class OriginForm(forms.Form):
    """What both kinds have: a name, as long as the source is new. `origin` is what a valid form asks for."""

    name = forms.CharField(
        label=_("Name of the source"),
        max_length=60,
        validators=[NAME],
        help_text=_("For example crm-orders."),
    )

    def __init__(self, data: Any = None, *, source: Source | None = None) -> None:
        super().__init__(data, initial=source.origin if source else None)
        self.source = source
        if source is not None:
            del self.fields["name"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name == HAND_SOURCE or Source.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a source of that name already: choose another one."))
        return name

    @property
    def origin(self) -> Origin:
        """Where the form says that the data are. Each kind of source says it; forms can't be abstract classes."""
        raise NotImplementedError

    @property
    def typed_password(self) -> str:
        """A password that was typed; empty where the stored one stays."""
        return str(self.cleaned_data.get("password", ""))


class AddressForm(OriginForm):
    address = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.URLInput({"placeholder": "https://"}),
        help_text=_(
            "It needs no sign-in. Addresses in your own network have to be allowed by an administrator."
        ),
    )
    form = forms.ChoiceField(
        label=_("What is there"),
        choices=[("csv", _("a CSV file")), ("json", _("JSON")), ("xlsx", _("an Excel workbook (.xlsx)"))],
    )
    records = forms.CharField(
        label=_("List in the JSON"),
        max_length=100,
        required=False,
        help_text=_("The key whose list holds the records, where the JSON has several lists."),
    )
    sheet = forms.CharField(
        label=_("Sheet of the workbook"),
        max_length=100,
        required=False,
        help_text=_("Its name. The first one that is not hidden, where you leave this empty."),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            check_address(address)
        except OutgoingFailed as problem:
            raise forms.ValidationError(str(problem)) from problem
        return address

    @property
    def origin(self) -> AddressOrigin:
        asked = self.cleaned_data
        return AddressOrigin(**{name: asked[name] for name in AddressOrigin.model_fields})


class DatabaseForm(OriginForm):
    host = forms.CharField(label=_("Host"), max_length=250)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=5432)
    dbname = forms.CharField(label=_("Database"), max_length=63)
    user = forms.CharField(
        label=_("User"), max_length=63, help_text=_("Give one that may only read, and only what is needed.")
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    sslmode = forms.ChoiceField(
        label=_("Encryption"),
        choices=[
            ("require", _("encrypted")),
            ("verify-full", _("encrypted, certificate checked")),
            ("prefer", _("encrypted where it can be")),
            ("disable", _("not encrypted")),
        ],
    )
    query = forms.CharField(
        label=_("Query"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8, "class": "code", "spellcheck": "false"}),
        help_text=_(
            "One SELECT that gives a row per order line, opportunity or score, with a partner and a date."
        ),
    )

    def __init__(self, data: Any = None, *, source: Source | None = None) -> None:
        super().__init__(data, source=source)
        if source is not None and source.sealed_password:
            self.fields["password"].help_text = _("Stored; type a new one to replace it.")

    @property
    def origin(self) -> QueryOrigin:
        asked = self.cleaned_data
        return QueryOrigin(**{name: asked[name] for name in QueryOrigin.model_fields})


FORMS: dict[str, type[OriginForm]] = {
    Source.Kind.ADDRESS: AddressForm,
    Source.Kind.DATABASE: DatabaseForm,
}


class ScheduleForm(forms.Form):
    """When a source runs by itself. Only the fields of the chosen rhythm count."""

    every = forms.ChoiceField(
        label=_("Runs"),
        required=False,
        choices=[
            ("", _("when somebody asks")),
            ("hour", _("every hour")),
            ("day", _("every day")),
            ("week", _("every week")),
            ("month", _("every month")),
        ],
    )
    at = forms.TimeField(
        label=_("At"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        initial="06:00",
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
            (5, _("Saturday")), (6, _("Sunday")),
        ],
    )  # fmt: skip
    day = forms.IntegerField(
        label=_("Day of the month"),
        required=False,
        min_value=1,
        max_value=31,
        initial=1,
        help_text=_("In a shorter month: its last day."),
    )
    zone = forms.CharField(
        label=_("Time zone"), max_length=60, required=False, validators=[validate_time_zone], initial="UTC"
    )

    def __init__(self, data: Any = None, *, source: Source, person: User) -> None:
        super().__init__(data, initial={"zone": person.time_zone} | source.schedule)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            cleaned["schedule"] = self._schedule(cleaned)
        except ValidationError as error:
            raise forms.ValidationError(_("Say on which day and at what time it runs.")) from error
        return cleaned

    def _schedule(self, asked: dict[str, Any]) -> Schedule | None:
        every = asked["every"]
        if not every:
            return None
        return Schedule(
            every=every,
            at=asked["at"],
            zone=asked["zone"] or "UTC",
            weekday=asked["weekday"] if every == "week" else None,
            day=asked["day"] if every == "month" else None,
        )
