"""The addresses of all rooms. The dictionary comes last: its entries answer to any word that is left."""

from django.urls import include, path

app_name = "metrics"

urlpatterns = [
    path("", include("metrics.causes.urls")),
    path("", include("metrics.sources.urls")),
    path("", include("metrics.rates.urls")),
    path("", include("metrics.imports.urls")),
    path("", include("metrics.manual_entry.urls")),
    path("", include("metrics.dictionary.urls")),
]
