from django.urls import path, register_converter

from decisions.views import (
    agenda,
    cases,
    committees,
    comparing,
    documents,
    exports,
    history,
    links,
    meetings,
    minutes,
    moves,
    partners,
    records,
    retention,
    reviews,
    rounds,
    sharing,
    stage,
    units,
    verifying,
    versions,
    watching,
)


class CodeConverter:
    """A record's code: `CP-0007`."""

    regex = r"[A-Z]{2}-[0-9]{4,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Sha256Converter(CodeConverter):
    """A hash as papers print it."""

    regex = r"[0-9a-f]{64}"


register_converter(CodeConverter, "code")
register_converter(Sha256Converter, "sha256")

app_name = "decisions"

urlpatterns = [
    path("records/", records.record_list, name="records"),
    path("records/new/", records.choose_framework, name="choose_framework"),
    path("records/new/<slug:key>/", records.new_record, name="new_record"),
    path("records/<code:code>/", stage.record, name="record"),
    path("records/<code:code>/one-pager/", documents.one_pager, name="one_pager"),
    path("records/<code:code>/document/", documents.document, name="document"),
    path("records/<code:code>/retention/", retention.retention, name="retention"),
    path("records/<code:code>/links/", links.links, name="links"),
    path("records/<code:code>/links/<uuid:pk>/changed/", links.changed, name="changed"),
    path("records/<code:code>/links/<uuid:pk>/remove/", links.unlink, name="unlink"),
    path("records/<code:code>/copy/", links.copy, name="copy_record"),
    path("records/<code:code>/scorecard/", documents.scorecard, name="scorecard"),
    path("records/<code:code>/versions/", versions.versions, name="versions"),
    path("records/<code:code>/versions/compare/", versions.compare_versions, name="compare_versions"),
    path("records/<code:code>/versions/<int:number>/<slug:kind>.pdf", exports.paper, name="paper"),
    path("records/<code:code>/print/<slug:kind>/", exports.print_draft, name="print_draft"),
    path("records/<code:code>/export.<slug:form>", exports.export, name="export"),
    path("records/<code:code>/history/", history.history, name="history"),
    path("records/<code:code>/waivers/", history.waivers, name="waivers"),
    path("records/<code:code>/waivers/add/", moves.add_waiver, name="add_waiver"),
    path("records/<code:code>/waivers/<uuid:pk>/remove/", moves.remove_waiver, name="remove_waiver"),
    path("records/<code:code>/sharing/", sharing.sharing, name="sharing"),
    path("records/<code:code>/sharing/privacy/", sharing.privacy, name="privacy"),
    path("records/<code:code>/sharing/<uuid:pk>/remove/", sharing.unshare, name="unshare"),
    path("records/<code:code>/move/", moves.move, name="move"),
    path("records/<code:code>/versions/<int:number>/round/", rounds.round_page, name="round"),
    path("records/<code:code>/versions/<int:number>/round/vote/", rounds.vote, name="vote"),
    path("records/<code:code>/versions/<int:number>/round/close/", rounds.close, name="close_round"),
    path("records/<code:code>/versions/<int:number>/round/ask/", rounds.ask, name="ask"),
    path(
        "records/<code:code>/versions/<int:number>/round/interest/", rounds.interest, name="declare_interest"
    ),
    path("records/<code:code>/remarks/<uuid:pk>/answer/", rounds.answer, name="answer"),
    path("committees/", committees.committees, name="committees"),
    path("committees/<uuid:pk>/", committees.committee, name="committee"),
    path("committees/<uuid:pk>/edit/", committees.edit, name="edit_committee"),
    path("committees/<uuid:pk>/rules/", committees.rules, name="committee_rules"),
    path("committees/<uuid:pk>/members/", committees.add_member, name="add_member"),
    path("committees/<uuid:pk>/members/<uuid:member>/", committees.change_member, name="change_member"),
    path(
        "committees/<uuid:pk>/members/<uuid:member>/remove/", committees.remove_member, name="remove_member"
    ),
    path("committees/<uuid:pk>/meetings/new/", meetings.new_meeting, name="new_meeting"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/actions/<uuid:pk>/", minutes.meeting_action, name="meeting_action"),
    path("meetings/<code:code>/", meetings.meeting, name="meeting"),
    path("meetings/<code:code>/change/", meetings.change_meeting, name="change_meeting"),
    path("meetings/<code:code>/move/", meetings.move_meeting, name="move_meeting"),
    path("meetings/<code:code>/there/", meetings.who_is_there, name="who_is_there"),
    path("meetings/<code:code>/agenda/add/", meetings.add_topic, name="add_topic"),
    path("meetings/<code:code>/agenda/<uuid:pk>/", minutes.agenda_item, name="agenda_item"),
    path("meetings/<code:code>/agenda/<uuid:pk>/place/", meetings.place_item, name="place_item"),
    path("meetings/<code:code>/agenda/<uuid:pk>/hands/", minutes.show_of_hands, name="show_of_hands"),
    path("meetings/<code:code>/agenda/<uuid:pk>/actions/", minutes.add_action, name="add_meeting_action"),
    path("meetings/<code:code>/actions/<uuid:pk>/drop/", minutes.drop_action, name="drop_meeting_action"),
    path("meetings/<code:code>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<code:code>/minutes.json", minutes.export_minutes, name="export_minutes"),
    path("meetings/<code:code>/pack/", meetings.print_pack, name="print_pack"),
    path("meetings/<code:code>/<slug:kind>.pdf", meetings.meeting_paper, name="meeting_paper"),
    path("interests/", committees.interests, name="interests"),
    path("interests/<uuid:pk>/end/", committees.end_interest, name="end_interest"),
    path("records/<code:code>/units/<slug:kind>/<uuid:pk>/", units.save_unit, name="save_unit"),
    path("records/<code:code>/rows/<slug:kind>/", units.add_row, name="add_row"),
    path("records/<code:code>/rows/<slug:kind>/<uuid:pk>/remove/", units.remove_row, name="remove_row"),
    path("records/<code:code>/rows/<slug:kind>/<uuid:pk>/move/", units.move_row, name="move_row"),
    path(
        "records/<code:code>/partners/<slug:kind>/<uuid:pk>/",
        partners.choose_partners,
        name="choose_partners",
    ),
    path("records/<code:code>/run/", comparing.run, name="run"),
    path("records/<code:code>/shares/", comparing.shares, name="shares"),
    path("records/<code:code>/weights/<uuid:pk>/confirm/", comparing.confirm, name="confirm_weight"),
    path("records/<code:code>/criteria/<uuid:pk>/anchors/", comparing.take_anchors, name="take_anchors"),
    path("records/<code:code>/options/<uuid:pk>/basis/", comparing.column_basis, name="column_basis"),
    path("records/<code:code>/watch/<uuid:pk>/<slug:of>/<slug:against>/", comparing.watch, name="watch"),
    path("records/<code:code>/thresholds/<uuid:pk>/", comparing.backtest, name="backtest"),
    path("records/<code:code>/definitions/<uuid:pk>/", partners.move_definition, name="move_definition"),
    path("records/<code:code>/watch/", watching.watched, name="watched"),
    path("records/<code:code>/watch/report/", watching.report, name="report_change"),
    path("records/<code:code>/triggers/<uuid:pk>/amend/", watching.amend_trigger, name="amend_trigger"),
    path("records/<code:code>/cases/<uuid:pk>/", cases.case, name="case"),
    path("records/<code:code>/cases/<uuid:pk>/acknowledge/", cases.acknowledge_case, name="acknowledge_case"),
    path("records/<code:code>/cases/<uuid:pk>/snooze/", cases.snooze_case, name="snooze_case"),
    path("records/<code:code>/cases/<uuid:pk>/review/", cases.review_case, name="review_case"),
    path("records/<code:code>/cases/<uuid:pk>/close/", cases.close_case, name="close_case"),
    path("records/<code:code>/reviews/<uuid:pk>/", reviews.review, name="review"),
    path("records/<code:code>/reviews/<uuid:pk>/begin/", reviews.begin_review, name="begin_review"),
    path("records/<code:code>/reviews/<uuid:pk>/move/", reviews.move_review_day, name="move_review"),
    path("records/<code:code>/reviews/<uuid:pk>/continue/", reviews.continue_review, name="continue_review"),
    path("records/<code:code>/reviews/<uuid:pk>/adapt/", reviews.adapt_review, name="adapt_review"),
    path("records/<code:code>/reviews/<uuid:pk>/stop/", reviews.stop_review, name="stop_review"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/<sha256:sha256>/", verifying.verify_version, name="verify_version"),
    path("reviews/", agenda.reviews, name="reviews"),
    path("records/<code:code>/<slug:stage>/", stage.stage, name="stage"),
]
