from fractions import Fraction

import pandas as pd
from hypothesis import strategies as st

from tests.unit.metrics.measures.cases import Case, amounts, is_date, is_number, mostly, total

NEVER = "9999-99"

early = st.builds("2024-{:02d}-{:02d}".format, st.integers(1, 2), st.integers(1, 29))
late = st.builds("2024-{:02d}-{:02d}".format, st.integers(2, 4), st.integers(1, 29))


def cases_of(rows):
    """The cases that count, with the month of their begin and of their end; open ones end never."""
    known = rows[is_date(rows.begun) & (rows.partner != "")]
    known = known[~is_date(known.ended) | (known.ended >= known.begun)]
    closed = known.stage.isin(["won", "lost"]) & is_date(known.ended)
    return known.assign(opened=known.begun.str[:7], closed=known.ended.str[:7].where(closed, NEVER))


def expected(question):
    every, mine = cases_of(question.file), cases_of(question.mine)
    newest = max([*every.opened, *(month for month in every.closed if month != NEVER)], default="")
    last = min(question.last, newest)
    if last < question.first or not (mine.opened <= last).any():
        return None
    still_open = int((mine.opened <= last).sum() - (mine.closed <= last).sum())
    ended = mine[mine.closed.between(question.first, last)]
    won = ended[(ended.stage == "won") & is_number(ended.worth)]
    lost = int((ended.stage == "lost").sum())
    days = int((pd.to_datetime(won.ended) - pd.to_datetime(won.begun)).dt.days.sum())
    if not len(won) or not days:
        return None
    rate, worth, length = (
        Fraction(len(won), len(won) + lost),
        total(won.worth) / len(won),
        Fraction(days, len(won)),
    )
    return still_open * rate * worth / length


HEAD = "partner,date,stage,begun,ended,worth\n"

CASE = Case(
    fields={"stage": "stage", "won": "won", "lost": "lost", "value": "worth", "from": "begun", "to": "ended"},
    cells={
        "stage": mostly(st.sampled_from(["won", "won", "lost"]), "open", ""),
        "begun": mostly(early, "", "soon", "2024-04-30"),
        "ended": mostly(late, "", "soon", "2024-01-01"),
        "worth": amounts,
    },
    expected=expected,
    # 2 open × 1 won of 2 ended × 3,000 ÷ 30 days.
    worked=(
        HEAD + "a,2024-01-01,open,2024-01-01,,\nb,2024-01-01,open,2024-01-05,,\n"
        "a,2024-01-01,won,2024-01-01,2024-01-31,3000\nb,2024-01-01,lost,2024-01-01,2024-01-31,\n",
        100,
    ),
)
