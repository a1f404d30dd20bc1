from django.urls import path

from decisions.verification import views

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<sha256:sha256>/", views.verify_version, name="verify_version"),
]
