from django.urls import path

from decisions.committee.views import committees, meetings, minutes, rounds

urlpatterns = [
    path("records/<code:code>/versions/<int:number>/round/", rounds.round_page, name="round"),
    path("records/<code:code>/versions/<int:number>/round/vote/", rounds.vote, name="vote"),
    path("records/<code:code>/versions/<int:number>/round/close/", rounds.close, name="close_round"),
    path("records/<code:code>/versions/<int:number>/round/ask/", rounds.ask, name="ask"),
    path(
        "records/<code:code>/versions/<int:number>/round/interest/",
        rounds.interest,
        name="declare_conflict_of_interest",
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
    path("interests/", committees.interests, name="conflicts_of_interest"),
    path("interests/<uuid:pk>/end/", committees.end_interest, name="end_conflict_of_interest"),
]
