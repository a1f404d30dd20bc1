"""All that a comparison says."""

from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString

from decisions.comparison.flips.levels import Levels
from decisions.comparison.flips.runs import Runs
from decisions.comparison.flips.sentence import Sentence


class Flips(Levels, Runs):
    """A comparison in words and rows. Templates read it and nothing else."""

    @cached_property
    def sentence(self) -> str:
        """Which option is best, and until when, in one sentence."""
        return Sentence(self).words()

    @cached_property
    def sentence_html(self) -> SafeString:
        """The same with what matters marked."""
        return SafeString(Sentence(self, lambda words: format_html("<em>{}</em>", words)).words())
