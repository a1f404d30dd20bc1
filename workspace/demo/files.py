"""The demo's data files: 40 partners over 36 months, with realistic gaps and one shift. Seeded: equal each time.

What happened is drawn once; a file is an extract of it as of a day, as a business system gives one. Each file draws by
itself and as often in every month, so that figures do not hang on the month in which the demo is loaded.
"""

import csv
import datetime as dt
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from metrics.measures.months import add_months, months_between

SEED = 20261
MONTHS = 36
SEGMENTS = ("Reseller", "System integrator", "ISV", "Managed service")
TIERS = ("Silver", "Gold", "Platinum")
REGIONS = {
    "North": ("Sweden", "Denmark", "Finland"),
    "West": ("Germany", "Netherlands", "France"),
    "Asia": ("Japan", "Singapore"),
}
FIRST = ("Alder", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Iris", "Juniper")
SECOND = ("Systems", "Networks", "Consulting", "Cloud")
QUARTERLY = 3
SHIFT_MONTHS, SHIFT = 2, 0.036
"""For how many months up to now product cost takes more of the resellers' revenue, and by which share."""
LACKING = 21
"""The month, counted from the first one, in which some costs were not booked."""

YEAR_AGO = 8
"""The quarter, counted from the first one, from which on people enter all scores."""
SCORED_FROM = {("integration_depth", "ISV"): 2, ("compliance_score", "Reseller"): 5}
"""Where they began earlier."""

Row = tuple[object, ...]


@dataclass(frozen=True)
class DemoPartner:
    key: str
    name: str
    segment: str
    tier: str
    region: str
    country: str
    size: float


@dataclass(frozen=True)
class Opportunity:
    """A deal from its first day to its last one, and how it ends."""

    partner: str
    origin: str
    engaged: dt.date
    closed: dt.date
    is_won: bool
    value: float
    lacks_begin: bool = False


@dataclass(frozen=True)
class DemoFacts:
    """All that happens up to `last`, the newest month; scores are (metric, partner key, month, score)."""

    last: dt.date
    partners: list[DemoPartner]
    opportunities: list[Opportunity]
    dated: dict[str, tuple[tuple[str, ...], int, list[Row]]]
    """Files of rows that carry their day: the header, the column of the day, the rows."""
    scores: list[tuple[str, str, dt.date, int]]

    def files_until(self, end: dt.date) -> dict[str, str]:
        """The extracts of a day: what had happened before `end`, by file name. Opportunities that run are open."""
        texts = {"partners.csv": _table(PARTNERS, [_partner_row(one) for one in self.partners])}
        texts["opportunities.csv"] = _table(OPPORTUNITIES, _opportunity_rows(self.opportunities, end))
        for name, (header, day, rows) in self.dated.items():
            texts[name] = _table(header, [row for row in rows if str(row[day]) < end.isoformat()])
        return texts


PARTNERS = ("partner_id", "partner_name", "segment", "tier", "region", "country")
OPPORTUNITIES = ("opportunity_id", "partner_id", "origin", "stage", "engaged_on", "closed_on", "won_value")
FINANCE = (
    "partner_id",
    "booked_on",
    "revenue",
    "full_cost",
    "contribution",
    "mdf_spend",
    "contract_incentives",
    "co_marketing_budget",
    "acquisition_cost",
    "new_customers",
)
SURVEY = ("partner_id", "answered_on", "score")
ACCOUNTS = ("partner_id", "account", "as_of", "has_active_partner")
ENABLEMENT = ("partner_id", "as_of", "course", "contacted_in_24h", "training_hours", "support_hours")


def make_facts(last: dt.date) -> DemoFacts:
    """All that happens up to and with the month `last`."""
    months = months_between(add_months(last, 1 - MONTHS), last)
    partners = _partners(_drawing("partners"))
    return DemoFacts(
        last=last,
        partners=partners,
        opportunities=[
            *_opportunities(_drawing("opportunities"), partners, months),
            *_joint_deals(_drawing("joint deals"), partners, months),
        ],
        dated={
            "partner_finance.csv": (FINANCE, 1, _finance(_drawing("finance"), partners, months)),
            "partner_survey.csv": (SURVEY, 1, _survey(_drawing("survey"), partners, months)),
            "target_accounts.csv": (ACCOUNTS, 2, _accounts(_drawing("accounts"), partners, months)),
            "enablement.csv": (ENABLEMENT, 1, _enablement(_drawing("enablement"), partners, months)),
        },
        scores=_scores(_drawing("scores"), partners, months),
    )


def _drawing(name: str) -> random.Random:
    return random.Random(f"{SEED} {name}")  # noqa: S311  (demo data, not a secret)


def _table(header: tuple[str, ...], rows: Iterable[Row]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return target.getvalue()


def _partners(rng: random.Random) -> list[DemoPartner]:
    found = []
    for index in range(40):
        segment = SEGMENTS[index % 4]
        region = rng.choice(list(REGIONS))
        size = rng.lognormvariate(0, 0.55)
        found.append(
            DemoPartner(
                key=f"P{1001 + index}",
                name=f"{FIRST[index // 4]} {SECOND[index % 4]}",
                segment="Re-seller" if index == 24 else segment,
                tier=TIERS[min(2, int(size * 1.2))],
                region=region,
                country=rng.choice(REGIONS[region]),
                size=size,
            )
        )
    return found


def _partner_row(partner: DemoPartner) -> Row:
    return (
        partner.key,
        partner.name,
        partner.segment,
        partner.tier,
        partner.region,
        partner.country,
    )


def _opportunities(
    rng: random.Random, partners: list[DemoPartner], months: list[dt.date]
) -> Iterator[Opportunity]:
    """Opportunities by origin; about one in forty has lost its partner, a few their begin."""
    chances = {"partner": 0.34, "co-sell": 0.42, "vendor": 0.27}
    for month in months:
        for partner in partners:
            for _ in range(_poisson(rng, 1.6 * partner.size)):
                engaged = month + dt.timedelta(days=rng.randrange(28))
                origin = rng.choices(("partner", "co-sell", "vendor"), (0.45, 0.3, 0.25))[0]
                yield Opportunity(
                    partner="" if rng.random() < 0.025 else partner.key,
                    origin=origin,
                    engaged=engaged,
                    closed=engaged + dt.timedelta(days=int(rng.gammavariate(6, 11))),
                    is_won=rng.random() < chances[origin],
                    value=round(rng.lognormvariate(9.6, 0.6), 2),
                    lacks_begin=rng.random() < 0.01,
                )


def _joint_deals(
    rng: random.Random, partners: list[DemoPartner], months: list[dt.date]
) -> Iterator[Opportunity]:
    """What the co-sell desk wins with software partners: one deal each month, with one after the other."""
    sellers = [partner for partner in partners if partner.segment == "ISV"]
    for number, month in enumerate(months):
        closed = month + dt.timedelta(days=rng.randrange(5, 25))
        yield Opportunity(
            partner=sellers[number % len(sellers)].key,
            origin="co-sell",
            engaged=closed - dt.timedelta(days=rng.randrange(40, 80)),
            closed=closed,
            is_won=True,
            value=round(rng.uniform(16_000, 24_000), 2),
        )


def _opportunity_rows(opportunities: list[Opportunity], end: dt.date) -> Iterator[Row]:
    for number, one in enumerate(opportunities, 1):
        if one.engaged >= end:
            continue
        is_open = one.closed >= end
        yield (
            f"O{number:06d}",
            one.partner,
            one.origin,
            "Open" if is_open else ("Won" if one.is_won else "Lost"),
            "" if one.lacks_begin else one.engaged.isoformat(),
            "" if is_open else one.closed.isoformat(),
            "" if is_open else (one.value if one.is_won else 0),
        )


def _finance(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> list[Row]:
    """Revenue and costs; one month lacks some costs.

    What resellers earn beside the price takes a little more of their revenue each month, and in the last months their
    product cost does as well.
    """
    rows: list[Row] = []
    for number, month in enumerate(months):
        for partner in partners[:-2]:
            is_reseller = partner.segment == "Reseller"
            revenue = 42_000 * partner.size * rng.uniform(0.82, 1.2) * (1 + 0.012 * number)
            product = revenue * (0.79 + rng.uniform(-0.02, 0.02))
            creep = 0.0005 * (number - MONTHS + 10) if is_reseller else 0
            if is_reseller and number >= len(months) - SHIFT_MONTHS:
                product += revenue * SHIFT
            incentives = revenue * (rng.uniform(0.03, 0.05) + creep)
            mdf = revenue * (rng.uniform(0.01, 0.025) + creep)
            support = revenue * rng.uniform(0.035, 0.05)
            cost = product + incentives + mdf + support
            is_booked = rng.random() >= 0.3 or number != LACKING
            customers = _poisson(rng, 0.9 * partner.size)
            rows.append(
                (
                    partner.key,
                    f"{month:%Y-%m}-28",
                    round(revenue, 2),
                    round(cost, 2) if is_booked else "NULL",
                    round(revenue - cost, 2) if is_booked else "NULL",
                    round(mdf, 2),
                    round(incentives, 2),
                    round(mdf * 0.6, 2),
                    round((mdf + incentives + support) * 0.55, 2),
                    customers,
                )
            )
    return rows


def _quarter_ends(months: list[dt.date]) -> Iterator[tuple[int, dt.date]]:
    """The last months of quarters, each with how many quarters have been before."""
    ends = [month for month in months if month.month % QUARTERLY == 0]
    yield from enumerate(ends)


def _survey(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> list[Row]:
    rows: list[Row] = []
    for _number, month in _quarter_ends(months):
        for partner in partners:
            for _ in range(rng.randrange(1, 5)):
                score = min(10, max(0, round(rng.gauss(8.5 - (0.2 if partner.segment == "ISV" else 0), 1.6))))
                rows.append((partner.key, f"{month:%Y-%m}-15", score))
    return rows


def _accounts(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> list[Row]:
    """Target accounts by the partner who is responsible for their territory."""
    rows: list[Row] = []
    for number, month in _quarter_ends(months):
        for partner in partners:
            for account in range(max(2, int(5 * partner.size))):
                covered = rng.random() < 0.52 + 0.016 * number
                rows.append(
                    (
                        partner.key,
                        f"A{partner.key[1:]}-{account}",
                        f"{month:%Y-%m}-28",
                        "yes" if covered else "no",
                    )
                )
    return rows


def _enablement(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> list[Row]:
    rows: list[Row] = []
    for month in months:
        for partner in partners:
            for _ in range(3):
                done = rng.random() < 0.71
                in_time = rng.random() < 0.64
                rows.append(
                    (
                        partner.key,
                        f"{month:%Y-%m}-20",
                        "valid" if done else "missing",
                        "yes" if in_time else "no",
                        rng.randrange(1, 9),
                        rng.randrange(2, 12),
                    )
                )
    return rows


def _scores(
    rng: random.Random, partners: list[DemoPartner], months: list[dt.date]
) -> list[tuple[str, str, dt.date, int]]:
    """Quarterly scores that people enter; a tenth of the partners is not assessed."""
    found = []
    base = {
        "compliance_score": 74,
        "integration_depth": 53,
        "enablement_readiness": 61,
        "joint_roadmap": 48,
        "incentive_alignment": 57,
        "partner_capability": 63,
    }
    for number, month in _quarter_ends(months):
        for metric, mean in base.items():
            for partner in partners:
                is_assessed, drawn = rng.random() >= 0.1, rng.gauss(mean + 4 * (partner.size - 1), 9)
                if is_assessed and number >= SCORED_FROM.get((metric, partner.segment), YEAR_AGO):
                    found.append((metric, partner.key, month, min(100, max(0, round(drawn)))))
    return found


def _poisson(rng: random.Random, mean: float) -> int:
    """A count with this mean (Knuth 1969)."""
    limit, product, count = 2.718281828**-mean, rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
