from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import mail_preferences, mails
        from partnerdesk.core import outbox

        mails.register()
        outbox.register_mail_choices(mail_preferences.mail_choices)
