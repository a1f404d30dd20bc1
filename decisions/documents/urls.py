from django.urls import path

from decisions.documents.views import export, read

urlpatterns = [
    path("records/<code:code>/one-pager/", read.one_pager, name="one_pager"),
    path("records/<code:code>/document/", read.document, name="document"),
    path("records/<code:code>/scorecard/", read.scorecard, name="scorecard"),
    path("records/<code:code>/versions/<int:number>/<slug:kind>.pdf", export.paper, name="paper"),
    path("records/<code:code>/print/<slug:kind>/", export.print_draft, name="print_draft"),
    path("records/<code:code>/export.<slug:form>", export.export, name="export"),
]
