from django.urls import path

from metrics.gaps import views

urlpatterns = [
    path("metrics/gaps/", views.gap_list, name="gaps"),
    path("metrics/gaps/export.csv", views.gap_export, name="gap_export"),
    path("metrics/gaps/<uuid:pk>/", views.gap, name="gap"),
    path("metrics/gaps/<uuid:pk>/merge/", views.gap_merge, name="gap_merge"),
]
