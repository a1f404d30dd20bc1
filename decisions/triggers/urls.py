from django.urls import path

from decisions.triggers import due_views, views
from decisions.triggers.cases import views as cases_views
from decisions.triggers.reviews import views as reviews_views

urlpatterns = [
    path("records/<code:code>/watch/", views.watched, name="watched"),
    path("records/<code:code>/watch/report/", views.report, name="report_change"),
    path("records/<code:code>/triggers/<uuid:pk>/amend/", views.amend_trigger, name="amend_trigger"),
    path("records/<code:code>/cases/<uuid:pk>/", cases_views.case, name="case"),
    path(
        "records/<code:code>/cases/<uuid:pk>/acknowledge/",
        cases_views.acknowledge_case,
        name="acknowledge_case",
    ),
    path("records/<code:code>/cases/<uuid:pk>/snooze/", cases_views.snooze_case, name="snooze_case"),
    path("records/<code:code>/cases/<uuid:pk>/review/", reviews_views.review_case, name="review_case"),
    path("records/<code:code>/cases/<uuid:pk>/close/", cases_views.close_case, name="close_case"),
    path("records/<code:code>/reviews/<uuid:pk>/", reviews_views.review, name="review"),
    path("records/<code:code>/reviews/<uuid:pk>/begin/", reviews_views.begin_review, name="begin_review"),
    path("records/<code:code>/reviews/<uuid:pk>/move/", reviews_views.move_review_day, name="move_review"),
    path(
        "records/<code:code>/reviews/<uuid:pk>/continue/",
        reviews_views.continue_review,
        name="continue_review",
    ),
    path("records/<code:code>/reviews/<uuid:pk>/adapt/", reviews_views.adapt_review, name="adapt_review"),
    path("records/<code:code>/reviews/<uuid:pk>/stop/", reviews_views.stop_review, name="stop_review"),
    path("reviews/", due_views.reviews, name="reviews"),
]
