from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "partnerdesk.core"
    label = "core"
    verbose_name = "Partner Desk"
