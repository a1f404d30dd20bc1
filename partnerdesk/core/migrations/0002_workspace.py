from django.db import migrations, models

from partnerdesk.core.operations import Together


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_tables"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Workspace",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(default="UTC", max_length=60, verbose_name="time zone"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("pk", 1)), name="workspace_only_one"),
                            models.CheckConstraint(
                                condition=models.Q(("time_zone", ""), _negated=True),
                                name="workspace_has_zone",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
