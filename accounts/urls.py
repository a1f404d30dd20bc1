from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("settings/", views.profile, name="profile"),
    path("settings/people/", views.people, name="people"),
    path("settings/people/invite/", views.invite, name="invite"),
    path("settings/people/<uuid:pk>/", views.person, name="person"),
]
