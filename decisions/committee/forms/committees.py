"""Forms about committees: their name and time to vote, their rules, their members."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import zone_choices
from accounts.models import User
from decisions.committee.models.committees import Committee, CommitteeRule, Interest, Member
from partnerdesk.core.days import workspace_zone
from partners.models import Partner


def committee_zone_choices() -> list[tuple[str, str]]:
    """All zones, and first the workspace's, which a committee has that names none."""
    own = _("the workspace's: %(zone)s") % {"zone": workspace_zone().replace("_", " ")}
    return [("", own), *zone_choices()]


class CommitteeForm(forms.ModelForm[Committee]):
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        choices=committee_zone_choices,
        help_text=gettext_lazy("Its meetings, votes and papers go by the days and hours of this zone."),
    )

    class Meta:
        model = Committee
        fields = ("name", "purpose", "voting_days", "time_zone", "is_active")


class RuleForm(forms.ModelForm[CommitteeRule]):
    class Meta:
        model = CommitteeRule
        fields = ("quorum", "threshold", "recused_leave")


class MemberForm(forms.ModelForm[Member]):
    """A new member. Who sits on the committee already is not offered."""

    class Meta:
        model = Member
        fields = ("user", "deputy", "is_chair")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        active = User.objects.get_queryset().active().by_name()
        for name in ("user", "deputy"):
            if name in self.fields:
                self.fields[name].queryset = active  # type: ignore[attr-defined]  # a choice of rows


class DeputyForm(MemberForm):
    """What of a member can change: the deputy, and who takes the chair."""

    class Meta(MemberForm.Meta):
        fields = ("deputy", "is_chair")  # type: ignore[assignment]  # a shorter tuple


class InterestForm(forms.ModelForm[Interest]):
    """A conflict of interest with a partner, wherever it is in scope."""

    partner = forms.ModelChoiceField(label=gettext_lazy("Partner"), queryset=Partner.objects.none())

    class Meta:
        model = Interest
        fields = ("partner", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = Partner.objects.by_name()  # type: ignore[attr-defined]  # a choice of rows
