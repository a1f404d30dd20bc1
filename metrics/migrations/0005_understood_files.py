"""Kinds of gaps that are found in files which are read as they are understood."""

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
    ("unit_mismatch", "another currency"),
    ("out_of_scale", "another scale"),
    ("unmapped_label", "label that the mapping does not name"),
    ("spelling", "several spellings"),
    ("bad_row", "row whose fields can't be told apart"),
    ("duplicate_row", "same row twice"),
    ("missing_period", "period without data"),
    ("partial_period", "period in part"),
    ("future_period", "period in the future"),
    ("outlier", "unusual period"),
    ("late", "late data"),
    ("partner_without_data", "partner without data"),
]


class Migration(migrations.Migration):
    dependencies = [("metrics", "0004_covered_partners")]
    operations = [
        Together(
            [
                migrations.AlterField(
                    model_name=model, name="kind", field=models.CharField(choices=KINDS, max_length=24)
                )
                for model in ("gap", "gapevent")
            ]
        )
    ]
