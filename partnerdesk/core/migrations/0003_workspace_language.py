from django.db import migrations, models

from partnerdesk.core.operations import Together


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_workspace"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="workspace",
                    name="language",
                    field=models.CharField(
                        choices=[("en", "English"), ("ja", "Japanese")],
                        db_default="en",
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="workspace",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "ja"])), name="workspace_language_known"
                    ),
                ),
            ]
        ),
    ]
