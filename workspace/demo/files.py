"""The demo's data files: 40 partners over 24 months, with realistic gaps and one shift. Seeded: equal each time."""

import csv
import datetime as dt
import io
import random
from dataclasses import dataclass, field

from metrics.measures.months import add_months, months_between

SEED = 20261
MONTHS = 24
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


@dataclass(frozen=True)
class DemoPartner:
    key: str
    name: str
    segment: str
    tier: str
    region: str
    country: str
    size: float


@dataclass
class DemoFiles:
    """Texts of the files by name, the partners, and hand-entered scores (metric, partner key, month, score)."""

    partners: list[DemoPartner]
    texts: dict[str, str] = field(default_factory=dict)
    scores: list[tuple[str, str, dt.date, int]] = field(default_factory=list)


def make_files(last: dt.date) -> DemoFiles:
    """All files, their newest month being `last`."""
    rng = random.Random(SEED)  # noqa: S311  (demo data, not a secret)
    months = months_between(add_months(last, 1 - MONTHS), last)
    partners = _partners(rng)
    files = DemoFiles(partners)
    files.texts["partners.csv"] = _table(
        ("partner_id", "partner_name", "segment", "tier", "region", "country"),
        [(p.key, p.name, p.segment, p.tier, p.region, p.country) for p in partners],
    )
    files.texts["opportunities.csv"] = _opportunities(rng, partners, months)
    files.texts["partner_finance.csv"] = _finance(rng, partners, months)
    files.texts["partner_survey.csv"] = _survey(rng, partners, months)
    files.texts["target_accounts.csv"] = _accounts(rng, partners, months)
    files.texts["enablement.csv"] = _enablement(rng, partners, months)
    files.scores = _scores(rng, partners, months)
    return files


def _table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
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


def _opportunities(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> str:
    """Opportunities by origin; about one in forty has lost its partner, a few their begin."""
    rows: list[tuple[object, ...]] = []
    end = add_months(months[-1], 1)
    for month in months:
        for partner in partners:
            for _ in range(_poisson(rng, 1.6 * partner.size)):
                engaged = month + dt.timedelta(days=rng.randrange(28))
                cycle = int(rng.gammavariate(6, 11))
                closed = engaged + dt.timedelta(days=cycle)
                origin = rng.choices(("partner", "co-sell", "vendor"), (0.45, 0.3, 0.25))[0]
                chance = {"partner": 0.34, "co-sell": 0.42, "vendor": 0.27}[origin]
                stage = "Open" if closed >= end else ("Won" if rng.random() < chance else "Lost")
                value = round(rng.lognormvariate(9.6, 0.6), 2)
                rows.append(
                    (
                        f"O{len(rows) + 1:06d}",
                        "" if rng.random() < 0.025 else partner.key,
                        origin,
                        stage,
                        "" if rng.random() < 0.01 else engaged.isoformat(),
                        "" if stage == "Open" else closed.isoformat(),
                        {"Won": value, "Lost": 0}.get(stage, ""),
                    )
                )
    return _table(
        ("opportunity_id", "partner_id", "origin", "stage", "engaged_on", "closed_on", "won_value"), rows
    )


def _finance(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> str:
    """Revenue and costs. The resellers' margin falls in the last four months; one month lacks some costs."""
    rows: list[tuple[object, ...]] = []
    for number, month in enumerate(months):
        for partner in partners[:-2]:
            revenue = 42_000 * partner.size * rng.uniform(0.82, 1.2) * (1 + 0.012 * number)
            share = 0.79 + rng.uniform(-0.02, 0.02)
            if partner.segment == "Reseller" and number >= len(months) - 4:
                share += 0.055
            product = revenue * share
            incentives, mdf = revenue * rng.uniform(0.03, 0.05), revenue * rng.uniform(0.01, 0.025)
            support = revenue * rng.uniform(0.035, 0.05)
            cost = product + incentives + mdf + support
            has_cost = not (number == 9 and rng.random() < 0.3)
            customers = _poisson(rng, 0.9 * partner.size)
            rows.append(
                (
                    partner.key,
                    f"{month:%Y-%m}-28",
                    round(revenue, 2),
                    round(cost, 2) if has_cost else "NULL",
                    round(revenue - cost, 2) if has_cost else "NULL",
                    round(mdf, 2),
                    round(incentives, 2),
                    round(mdf * 0.6, 2),
                    round((mdf + incentives + support) * 0.55, 2),
                    customers,
                )
            )
    header = (
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
    return _table(header, rows)


def _survey(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> str:
    rows: list[tuple[object, ...]] = []
    for month in months:
        if month.month % QUARTERLY:
            continue
        for partner in partners:
            for _ in range(rng.randrange(0, 4)):
                score = min(10, max(0, round(rng.gauss(8.5 - (0.3 if partner.segment == "ISV" else 0), 1.6))))
                rows.append((partner.key, f"{month:%Y-%m}-15", score))
    return _table(("partner_id", "answered_on", "score"), rows)


def _accounts(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> str:
    """Target accounts by the partner who is responsible for their territory."""
    rows: list[tuple[object, ...]] = []
    for number, month in enumerate(months):
        if month.month % QUARTERLY:
            continue
        for partner in partners:
            for account in range(max(2, int(5 * partner.size))):
                covered = rng.random() < 0.58 + 0.006 * number
                rows.append(
                    (
                        partner.key,
                        f"A{partner.key[1:]}-{account}",
                        f"{month:%Y-%m}-28",
                        "yes" if covered else "no",
                    )
                )
    return _table(("partner_id", "account", "as_of", "has_active_partner"), rows)


def _enablement(rng: random.Random, partners: list[DemoPartner], months: list[dt.date]) -> str:
    rows: list[tuple[object, ...]] = []
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
    header = ("partner_id", "as_of", "course", "contacted_in_24h", "training_hours", "support_hours")
    return _table(header, rows)


def _scores(
    rng: random.Random, partners: list[DemoPartner], months: list[dt.date]
) -> list[tuple[str, str, dt.date, int]]:
    """Quarterly scores that people enter; a tenth of the partners is not assessed."""
    found = []
    base = {
        "compliance_score": 74,
        "integration_depth": 52,
        "enablement_readiness": 61,
        "joint_roadmap": 48,
        "incentive_alignment": 57,
        "partner_capability": 63,
    }
    for number, month in enumerate(months):
        if month.month % QUARTERLY or number < len(months) - 12:
            continue
        for metric, mean in base.items():
            for partner in partners:
                if rng.random() < 0.1:
                    continue
                score = min(100, max(0, round(rng.gauss(mean + 4 * (partner.size - 1), 9))))
                found.append((metric, partner.key, month, score))
    return found


def _poisson(rng: random.Random, mean: float) -> int:
    """A count with this mean (Knuth 1969)."""
    limit, product, count = 2.718281828**-mean, rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
