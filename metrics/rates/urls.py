from django.urls import path

from metrics.rates import views

urlpatterns = [
    path("metrics/rates/", views.rate_list, name="rates"),
    path("metrics/rates/new/", views.rates_new, name="rates_new"),
    path("metrics/rates/new/<str:sha256>/", views.rates_look, name="rates_look"),
    path("metrics/rates/<uuid:pk>/", views.rate_table, name="rate_table"),
    path("metrics/rates/<uuid:pk>/file/", views.rate_file, name="rate_file"),
]
