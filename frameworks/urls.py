from django.urls import path

from frameworks import views

app_name = "frameworks"

urlpatterns = [
    path("frameworks/", views.gallery, name="gallery"),
    path("frameworks/<slug:key>/", views.framework, name="framework"),
    path("glossary/", views.glossary, name="glossary"),
    path("glossary/<slug:slug>/", views.term, name="term"),
]
