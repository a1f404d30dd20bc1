from django.urls import path

from metrics.views import (
    connecting,
    dictionary,
    gaps,
    lineage,
    metric,
    partner_lists,
    scores,
    sources,
    uploads,
)

app_name = "metrics"

urlpatterns = [
    path("metrics/", dictionary.dictionary, name="dictionary"),
    path("metrics/new/", dictionary.definition_new, name="definition_new"),
    path("metrics/uploads/new/", uploads.upload, name="upload"),
    path("metrics/imports/", uploads.import_list, name="imports"),
    path("metrics/imports/<uuid:pk>/", uploads.import_page, name="import"),
    path("metrics/imports/<uuid:pk>/mapping/", uploads.import_mapping, name="import_mapping"),
    path("metrics/imports/<uuid:pk>/confirm/", uploads.import_confirm, name="import_confirm"),
    path("metrics/imports/<uuid:pk>/set-aside/", uploads.import_drop, name="import_drop"),
    path("metrics/imports/<uuid:pk>/file/", uploads.import_file, name="import_file"),
    path("metrics/sources/", sources.source_list, name="sources"),
    path("metrics/sources/<slug:name>/", sources.source, name="source"),
    path("metrics/sources/<slug:name>/owner/", sources.source_owner, name="source_owner"),
    path("metrics/sources/<slug:name>/settings/", connecting.source_settings, name="source_settings"),
    path("metrics/sources/<slug:name>/schedule/", connecting.source_schedule, name="source_schedule"),
    path("metrics/sources/<slug:name>/refresh/", connecting.source_refresh, name="source_refresh"),
    path("metrics/sources/connect/<slug:kind>/", connecting.connect, name="connect"),
    path("metrics/gaps/", gaps.gap_list, name="gaps"),
    path("metrics/gaps/export.csv", gaps.gap_export, name="gap_export"),
    path("metrics/gaps/<uuid:pk>/", gaps.gap, name="gap"),
    path("metrics/gaps/<uuid:pk>/merge/", gaps.gap_merge, name="gap_merge"),
    path("metrics/<slug:key>/", metric.metric, name="metric"),
    path("metrics/<slug:key>/edit/", dictionary.definition_edit, name="definition_edit"),
    path("metrics/<slug:key>/owner/", dictionary.metric_owner, name="metric_owner"),
    path(
        "metrics/<slug:key>/versions/<int:number>/", dictionary.definition_version, name="definition_version"
    ),
    path("metrics/<slug:key>/scores/", scores.scores, name="scores"),
    path("metrics/<slug:key>/lineage/", lineage.metric_lineage, name="lineage"),
    path("partners/import/", partner_lists.partner_list_new, name="partner_list_new"),
    path("partners/import/<str:sha256>/", partner_lists.partner_list, name="partner_list"),
]
