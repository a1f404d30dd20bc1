from django.urls import path

from decisions.readiness import views

urlpatterns = [
    path("records/<code:code>/waivers/", views.waivers, name="waivers"),
    path("records/<code:code>/waivers/add/", views.add_waiver, name="add_waiver"),
    path("records/<code:code>/waivers/<uuid:pk>/remove/", views.remove_waiver, name="remove_waiver"),
]
