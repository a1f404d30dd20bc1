from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import addresses, mail_preferences, mails, resets
        from partnerdesk.core import outbox

        mails.register()
        addresses.register()
        resets.register()
        outbox.register_mail_choices(mail_preferences.mail_choices)
