"""Coverage counts the partners that a source is meant to cover, and no row of one of them can be a zero."""

import django.db.models.deletion
from django.db import migrations, models

from partnerdesk.core.operations import Together

COVERED = """
    WITH given AS (
        SELECT DISTINCT covered.source_id, covered.series_id, source.kind = 'hand' AS is_by_hand,
               CASE series.period WHEN 'quarter' THEN 2 ELSE 0 END AS months
        FROM metrics_covereddays AS covered
        JOIN metrics_source AS source ON source.id = covered.source_id
        JOIN metrics_series AS series ON series.id = covered.series_id
    ), begun AS (
        SELECT given.source_id, CASE WHEN given.is_by_hand THEN given.series_id END AS series_id,
               observation.partner_id, min(observation.period + make_interval(months => given.months))::date AS since
        FROM metrics_observation AS observation
        JOIN given ON given.series_id = observation.series_id AND given.source_id = observation.source_id
        WHERE observation.replaced_at IS NULL
        GROUP BY 1, 2, 3
    ), listed AS (
        SELECT imported.source_id, max(imported.finished_at) AS at
        FROM metrics_import AS imported
        WHERE imported.state = 'done' AND imported.partner_file_id IS NOT NULL GROUP BY 1
    ), named AS (
        SELECT given.source_id, given.series_id, begun.partner_id, begun.since, false AS is_listed
        FROM given JOIN begun ON begun.source_id = given.source_id
             AND (begun.series_id = given.series_id OR begun.series_id IS NULL)
        UNION ALL
        SELECT given.source_id, given.series_id, partner.id, NULL, true
        FROM given JOIN listed ON listed.source_id = given.source_id
        JOIN partners_partner AS partner ON partner.created_at <= listed.at + make_interval(days => 1)
    )
    INSERT INTO metrics_coveredpartner (source_id, series_id, partner_id, since, is_listed)
    SELECT source_id, series_id, partner_id, min(since), bool_or(is_listed) FROM named GROUP BY 1, 2, 3
"""
"""As far as what was imported before tells. Whom a list named is not kept: who was known then counts as listed."""

SUMMARIES = """
    UPDATE metrics_metricsummary AS summary
    SET newest = NULL,
        quality = quality || jsonb_build_object('asked', (
            SELECT count(DISTINCT covered.partner_id)
            FROM metrics_coveredpartner AS covered
            JOIN metrics_definitionversion AS definition ON definition.series_id = covered.series_id
            WHERE definition.id = summary.definition_id
        ))
"""
"""Without a newest period they are made anew as soon as the clock is looked at, and whoever watches them is told."""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0003_too_few_cases"), ("partners", "0001_tables")]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="CoveredPartner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(null=True)),
                        ("is_listed", models.BooleanField(default=False)),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="partners.partner",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="covered_partners",
                                to="metrics.series",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="covered_partners",
                                to="metrics.source",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("series", "source", "partner"), name="covered_partner_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("since__isnull", False), ("is_listed", True), _connector="OR"
                                ),
                                name="covered_partner_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("since", None), ("since__day", 1), _connector="OR"),
                                name="covered_partner_first_of_month",
                            ),
                        ],
                    },
                ),
                migrations.RunSQL([COVERED, SUMMARIES], migrations.RunSQL.noop),
            ]
        ),
    ]
