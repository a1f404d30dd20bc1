from django.urls import path

from decisions.record import views

urlpatterns = [
    path("records/<code:code>/sharing/", views.sharing, name="sharing"),
    path("records/<code:code>/sharing/privacy/", views.privacy, name="privacy"),
    path("records/<code:code>/sharing/<uuid:pk>/remove/", views.unshare, name="unshare"),
]
