from django.urls import path

from metrics.manual_entry import views

urlpatterns = [
    path("metrics/<slug:key>/scores/", views.scores, name="scores"),
]
