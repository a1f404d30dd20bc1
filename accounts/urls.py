from django.urls import path

from accounts import address_views, mail_views, views

app_name = "accounts"

urlpatterns = [
    path("settings/", views.profile, name="profile"),
    path("settings/address/", address_views.address, name="address"),
    path("settings/address/<str:token>/", address_views.address_confirm, name="address_confirm"),
    path("settings/mail/", mail_views.mail, name="mail"),
    path("settings/calendar/renew/", mail_views.calendar_renew, name="calendar_renew"),
    path("settings/calendar/remove/", mail_views.calendar_remove, name="calendar_remove"),
    path("unsubscribe/<str:token>/", mail_views.unsubscribe, name="unsubscribe"),
    path("settings/people/", views.people, name="people"),
    path("settings/workspace/", views.workspace, name="workspace"),
    path("settings/people/invite/", views.invite, name="invite"),
    path("settings/people/<uuid:pk>/", views.person, name="person"),
]
