from django.urls import path

from metrics.causes import views

urlpatterns = [
    path("metrics/gaps/", views.cause_list, name="gaps"),
    path("metrics/gaps/export.csv", views.gap_export, name="gap_export"),
    path("metrics/gaps/<uuid:pk>/", views.cause, name="gap"),
    path("metrics/gaps/<uuid:pk>/note/", views.note, name="gap_note"),
    path("metrics/gaps/<uuid:pk>/undo/", views.undo, name="gap_undo"),
    path("metrics/gaps/<uuid:pk>/<slug:verb>/", views.do, name="gap_do"),
]
