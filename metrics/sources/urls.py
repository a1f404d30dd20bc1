from django.urls import path

from metrics.sources import connect_views, views

urlpatterns = [
    path("metrics/sources/", views.source_list, name="sources"),
    path("metrics/sources/<slug:name>/", views.source, name="source"),
    path("metrics/sources/<slug:name>/owner/", views.source_owner, name="source_owner"),
    path("metrics/sources/<slug:name>/settings/", connect_views.source_settings, name="source_settings"),
    path("metrics/sources/<slug:name>/schedule/", connect_views.source_schedule, name="source_schedule"),
    path("metrics/sources/<slug:name>/refresh/", connect_views.source_refresh, name="source_refresh"),
    path("metrics/sources/connect/<slug:kind>/", connect_views.connect, name="connect"),
]
