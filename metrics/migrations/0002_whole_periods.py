import django.db.models.deletion
from django.db import migrations, models

from partnerdesk.core.operations import Together

KINDS = [
    ("missing_value", "missing value"),
    ("missing_partner", "row without a partner"),
    ("unknown_partner", "unknown partner"),
    ("similar_label", "similar labels"),
    ("duplicate_name", "same name twice"),
    ("bad_number", "not a number"),
    ("bad_date", "not a date"),
    ("out_of_range", "value out of range"),
    ("bad_row", "row with too many or too few fields"),
    ("duplicate_row", "same row twice"),
    ("missing_period", "period without data"),
    ("future_period", "period in the future"),
    ("outlier", "unusual period"),
    ("late", "late data"),
    ("partner_without_data", "partner without data"),
]
STATUSES = [("open", "open"), ("accepted", "accepted"), ("gone", "gone")]

COVERED = """
    WITH given AS (
        SELECT DISTINCT observation.source_id, observation.series_id, observation.period,
               (observation.period + make_interval(months => CASE series.period WHEN 'quarter' THEN 3 ELSE 1 END)
                - make_interval(days => 1))::date AS ends
        FROM metrics_observation AS observation
        JOIN metrics_series AS series ON series.id = observation.series_id
        WHERE observation.replaced_at IS NULL
    )
    INSERT INTO metrics_covereddays (source_id, series_id, first, last)
    SELECT source_id, series_id, min(period), max(ends) FROM given
    WHERE period <= current_date GROUP BY source_id, series_id
    UNION ALL
    SELECT source_id, series_id, period, ends FROM given WHERE period > current_date
"""
"""What was imported before covers the periods from its first to its last row; one that has not begun, itself alone."""

AHEAD = """
    INSERT INTO metrics_gap (id, source_id, imported_id, kind, metric_id, concerns, "column", label, period, count,
                             examples, status, note)
    SELECT gen_random_uuid(), observation.source_id, (array_agg(observation.imported_id ORDER BY observation.id DESC))[1],
           'future_period', series.metric_id, '{}', '', '', observation.period, sum(observation.rows), '[]', 'open', ''
    FROM metrics_observation AS observation JOIN metrics_series AS series ON series.id = observation.series_id
    WHERE observation.replaced_at IS NULL AND observation.period > current_date AND observation.imported_id IS NOT NULL
    GROUP BY observation.source_id, series.metric_id, observation.period
"""
NOT_MISSING = "UPDATE metrics_gap SET status = 'gone' WHERE kind = 'missing_period' AND period > current_date"


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0001_tables"),
    ]

    operations = [
        Together(
            [
                migrations.AlterField(
                    model_name="gap", name="kind", field=models.CharField(choices=KINDS, max_length=24)
                ),
                migrations.AlterField(
                    model_name="gapevent", name="kind", field=models.CharField(choices=KINDS, max_length=24)
                ),
                migrations.AlterField(
                    model_name="gap",
                    name="status",
                    field=models.CharField(choices=STATUSES, default="open", max_length=8),
                ),
                migrations.AlterField(
                    model_name="gapevent",
                    name="status",
                    field=models.CharField(choices=STATUSES, default="open", max_length=8),
                ),
                migrations.CreateModel(
                    name="CoveredDays",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first", models.DateField()),
                        ("last", models.DateField()),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="covered",
                                to="metrics.series",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="covered",
                                to="metrics.source",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first__lte", models.F("last"))),
                                name="covered_days_in_order",
                            ),
                            models.UniqueConstraint(
                                fields=("source", "series", "first"), name="covered_days_once"
                            ),
                        ],
                    },
                ),
                migrations.RunSQL([COVERED, AHEAD, NOT_MISSING], migrations.RunSQL.noop),
            ]
        ),
    ]
