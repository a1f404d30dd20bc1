from django.db import migrations, models
from django.db.models import Q

from partnerdesk.core.operations import Together

BACKFILL = """
    UPDATE decisions_review AS review
    SET planned_on = review.due_on,
        rhythm_from = least(review.due_on, (
            convert_from(version.content, 'UTF8')::jsonb #>> '{parts,reviews,next_review_on}'
        )::date)
    FROM decisions_version AS version
    WHERE version.id = review.version_id AND review.kind = 'operating'
"""
"""The rhythm of what is planned already begins with the day that was approved; where that one lies later, with its own."""


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0006_pre_mortem"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="review", name="planned_on", field=models.DateField(null=True)
                ),
                migrations.AddField(
                    model_name="review", name="rhythm_from", field=models.DateField(null=True)
                ),
                migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        name="review_rhythm_of_operating",
                        condition=Q(kind="operating", planned_on__isnull=False, rhythm_from__isnull=False)
                        | ~Q(kind="operating") & Q(planned_on=None, rhythm_from=None),
                    ),
                ),
            ]
        ),
    ]
