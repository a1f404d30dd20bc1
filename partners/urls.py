from django.urls import path

from partners.views import directory, partner

app_name = "partners"

urlpatterns = [
    path("partners/", directory.directory, name="directory"),
    path("partners/export.csv", directory.export, name="export"),
    path("partners/labels/", directory.labels, name="labels"),
    path("partners/labels/merge/", directory.label_merge, name="label_merge"),
    path("partners/new/", partner.partner_new, name="partner_new"),
    path("partners/<uuid:pk>/", partner.partner, name="partner"),
    path("partners/<uuid:pk>/edit/", partner.partner_edit, name="partner_edit"),
    path("partners/<uuid:pk>/flags/new/", partner.flag, name="flag_new"),
    path("partners/<uuid:pk>/flags/<uuid:flag_pk>/", partner.flag, name="flag"),
    path("partners/<uuid:pk>/checkpoints/new/", partner.checkpoint, name="checkpoint_new"),
    path("partners/<uuid:pk>/checkpoints/<uuid:checkpoint_pk>/", partner.checkpoint, name="checkpoint"),
]
