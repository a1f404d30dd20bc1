from django.urls import path

from workspace import views

app_name = "workspace"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("notices/", views.notices, name="notices"),
    path("notices/seen/", views.notices_seen, name="notices_seen"),
    path("calendar/<str:token>.ics", views.calendar, name="calendar"),
]
