from django.urls import path

from metrics.dictionary import metric_views, views

urlpatterns = [
    path("metrics/", views.dictionary, name="dictionary"),
    path("metrics/new/", views.definition_new, name="definition_new"),
    path("metrics/<slug:key>/", metric_views.metric, name="metric"),
    path("metrics/<slug:key>/edit/", views.definition_edit, name="definition_edit"),
    path("metrics/<slug:key>/owner/", views.metric_owner, name="metric_owner"),
    path("metrics/<slug:key>/versions/<int:number>/", views.definition_version, name="definition_version"),
]
