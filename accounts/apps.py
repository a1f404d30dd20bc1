from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import digests, mails
        from partnerdesk.core import outbox

        mails.register()
        outbox.register_mail_choices(digests.mail_choices)
