"""The file that somebody wants to have checked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    """One file of any kind: what it is called and what it claims to be does not matter. An empty one is a file, too."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".pdf,.json,.md"}),
        help_text=_("A PDF, JSON or Markdown file that was exported here. It is read and not kept."),
    )
