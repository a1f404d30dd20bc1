"""Forms about committees: their name and time to vote, their rules, their members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from decisions.committee.models.committees import Committee, CommitteeRule, Interest, Member
from partners.models import Partner


class CommitteeForm(forms.ModelForm[Committee]):
    class Meta:
        model = Committee
        fields = ("name", "purpose", "voting_days", "is_active")


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

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none())

    class Meta:
        model = Interest
        fields = ("partner", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = Partner.objects.by_name()  # type: ignore[attr-defined]  # a choice of rows
