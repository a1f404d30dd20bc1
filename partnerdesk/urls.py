"""The top of the house: which app answers which address."""

from django.urls import include, path

from partnerdesk.core.health import Health

urlpatterns = [
    path("health/", Health.as_view(), name="health"),
    path("account/", include("accounts.door_urls")),
    path("", include("workspace.urls")),
    path("", include("decisions.urls")),
    path("", include("metrics.urls")),
    path("", include("partners.urls")),
    path("", include("frameworks.urls")),
    path("", include("accounts.urls")),
]

handler400 = "partnerdesk.core.middleware.not_understood"
