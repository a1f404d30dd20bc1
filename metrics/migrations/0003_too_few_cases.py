"""Values of too few cases are none."""

from django.db import migrations

from partnerdesk.core.operations import Together

NO_VALUE = """
    UPDATE metrics_metricsummary SET value = NULL WHERE (quality ->> 'is_thin')::boolean
"""
"""What lists keep of a metric until its observations change; the observations themselves stay as they are."""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_whole_periods")]
    operations = [Together([migrations.RunSQL(NO_VALUE, migrations.RunSQL.noop)])]
