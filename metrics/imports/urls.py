from django.urls import path

from metrics.imports import anew_views, lineage_views, partner_list_views, views

urlpatterns = [
    path("metrics/uploads/new/", views.upload, name="upload"),
    path("metrics/imports/", views.import_list, name="imports"),
    path("metrics/imports/<uuid:pk>/", views.import_page, name="import"),
    path("metrics/imports/<uuid:pk>/mapping/", views.import_mapping, name="import_mapping"),
    path("metrics/imports/<uuid:pk>/confirm/", views.import_confirm, name="import_confirm"),
    path("metrics/imports/<uuid:pk>/set-aside/", views.import_drop, name="import_drop"),
    path("metrics/imports/<uuid:pk>/file/", views.import_file, name="import_file"),
    path("metrics/imports/<uuid:pk>/anew/", anew_views.import_again, name="import_anew"),
    path("metrics/<slug:key>/lineage/", lineage_views.metric_lineage, name="lineage"),
    path("partners/import/", partner_list_views.partner_list_new, name="partner_list_new"),
    path("partners/import/<str:sha256>/", partner_list_views.partner_list, name="partner_list"),
]
