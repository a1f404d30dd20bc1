"""Files are looked at as a whole before they are mapped; a run of a source can end with a question."""

from django.db import migrations, models

from partnerdesk.core.operations import Together

IMPORT_STATES = [
    ("looking", "being looked at"),
    ("mapping", "to be mapped"),
    ("previewing", "being read"),
    ("previewed", "to be confirmed"),
    ("importing", "being imported"),
    ("done", "imported"),
    ("refused", "refused"),
    ("dropped", "set aside"),
]
REFRESH_STATES = [
    ("waiting", "waiting"),
    ("running", "running"),
    ("done", "done"),
    ("unchanged", "unchanged"),
    ("asking", "asks"),
    ("failed", "failed"),
]
LOOK_AT_WHAT_WAITS = """
    WITH waiting AS (
        UPDATE metrics_import SET state = 'looking', mapping = '{"format": {"as": "understood"}}'
        WHERE state = 'mapping' AND mapping = '{}'
        RETURNING id
    )
    INSERT INTO core_job (id, kind, subject_id, state, due_at, attempts, message, created_at)
    SELECT gen_random_uuid(), 'metrics.look', id, 'waiting', now(), 0, '', now() FROM waiting
"""
"""Files that waited for a mapping of which nothing was said yet."""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_workspace_language"), ("metrics", "0005_understood_files")]
    operations = [
        Together(
            [
                migrations.AddField("import", "look", models.JSONField(default=dict)),
                migrations.AlterField(
                    "import",
                    "state",
                    models.CharField(choices=IMPORT_STATES, default="mapping", max_length=10),
                ),
                migrations.AlterField(
                    "refresh",
                    "state",
                    models.CharField(choices=REFRESH_STATES, default="waiting", max_length=9),
                ),
                migrations.RunSQL(LOOK_AT_WHAT_WAITS, migrations.RunSQL.noop),
            ]
        )
    ]
