from django.urls import path

from decisions.life.views import (
    choose_partners,
    compare,
    history,
    links,
    moves,
    page,
    records,
    resting,
    retention,
    save,
)

urlpatterns = [
    path("records/", records.record_list, name="records"),
    path("records/new/", records.choose_framework, name="choose_framework"),
    path("records/new/<slug:key>/", records.new_record, name="new_record"),
    path("metrics/imports/<uuid:pk>/records/", resting.import_records, name="import_records"),
    path("records/<code:code>/", page.record, name="record"),
    path("records/<code:code>/retention/", retention.retention, name="retention"),
    path("records/<code:code>/links/", links.links, name="links"),
    path("records/<code:code>/links/<uuid:pk>/changed/", links.changed, name="changed"),
    path("records/<code:code>/links/<uuid:pk>/remove/", links.unlink, name="unlink"),
    path("records/<code:code>/copy/", links.copy, name="copy_record"),
    path("records/<code:code>/history/", history.history, name="history"),
    path("records/<code:code>/move/", moves.move, name="move"),
    path("records/<code:code>/units/<slug:kind>/<uuid:pk>/", save.save_unit, name="save_unit"),
    path("records/<code:code>/rows/<slug:kind>/", save.add_row, name="add_row"),
    path("records/<code:code>/rows/<slug:kind>/<uuid:pk>/remove/", save.remove_row, name="remove_row"),
    path("records/<code:code>/rows/<slug:kind>/<uuid:pk>/move/", save.move_row, name="move_row"),
    path(
        "records/<code:code>/partners/<slug:kind>/<uuid:pk>/",
        choose_partners.choose_partners,
        name="choose_partners",
    ),
    path("records/<code:code>/run/", compare.run, name="run"),
    path("records/<code:code>/shares/", compare.shares, name="shares"),
    path("records/<code:code>/weights/<uuid:pk>/confirm/", compare.confirm, name="confirm_weight"),
    path("records/<code:code>/criteria/<uuid:pk>/anchors/", compare.take_anchors, name="take_anchors"),
    path("records/<code:code>/options/<uuid:pk>/basis/", compare.column_basis, name="column_basis"),
    path(
        "records/<code:code>/watch/<uuid:pk>/<slug:of>/<slug:against>/",
        compare.watch,
        name="propose_threshold",
    ),
    path("records/<code:code>/thresholds/<uuid:pk>/", compare.backtest, name="backtest"),
    path(
        "records/<code:code>/definitions/<uuid:pk>/", choose_partners.move_definition, name="move_definition"
    ),
    path("records/<code:code>/<slug:stage>/", page.stage, name="stage"),
]
