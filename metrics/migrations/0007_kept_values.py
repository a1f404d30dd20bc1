"""What an observation keeps of its rows, where its measure keeps values. Homes of before keep none: no measure did."""

import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import metrics.measures.exact_json
from partnerdesk.core.operations import Together


class Migration(migrations.Migration):
    dependencies = [("metrics", "0006_looks")]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="observation",
                    name="kept",
                    field=models.JSONField(decoder=metrics.measures.exact_json.ExactNumbers, null=True),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept_by_its_measure",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF EXISTS (\n            SELECT FROM added JOIN metrics_series AS series ON series.id = added.series_id\n            WHERE (added.kept IS NOT NULL) <> (series.measure = ANY(ARRAY['distinct', 'median']))\n        ) THEN\n            RAISE EXCEPTION 'an observation keeps values where its measure does, and only there'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="b5e68219ffe93b6b88246f0d0a4efb59a0e73a88",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_kept_by_its_measure_91a93",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="metrics_observation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept_as_it_is",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.kept IS DISTINCT FROM NEW.kept OR OLD.series_id <> NEW.series_id)",
                            func='RAISE EXCEPTION \'pgtrigger: Cannot update of "kept", "series_id" rows from % table\', TG_TABLE_NAME;',
                            hash="df57c237daf5255588fa31a7d281dc144a43d073",
                            operation='UPDATE OF "kept", "series_id"',
                            pgid="pgtrigger_kept_as_it_is_f6349",
                            table="metrics_observation",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="observation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kept__isnull", True),
                            models.Q(
                                django.db.models.lookups.GreaterThanOrEqual(
                                    models.Func(
                                        models.F("kept"),
                                        function="jsonb_array_length",
                                        output_field=models.IntegerField(),
                                    ),
                                    1,
                                ),
                                django.db.models.lookups.LessThanOrEqual(
                                    models.Func(
                                        models.F("kept"),
                                        function="jsonb_array_length",
                                        output_field=models.IntegerField(),
                                    ),
                                    1000,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="observation_keeps_values",
                    ),
                ),
            ]
        )
    ]
