from django.urls import path

from decisions.versions import views

urlpatterns = [
    path("records/<code:code>/versions/", views.versions, name="versions"),
    path("records/<code:code>/versions/compare/", views.compare_versions, name="compare_versions"),
]
