# ruff: noqa: E501 (a table is read across)
"""Who gets what from every address: one table of routes × people, asked line by line.

A cell is the status that the person gets; `in` is a redirect to sign-in. The people of the first table have nothing to
do with what they ask for. In the second one the last five are named by the record; `guest` is a viewer with whom it
is shared. `-` is not asked. Each request is undone before the next.
"""

from dataclasses import dataclass

STRANGERS = ("nobody", "viewer", "manager", "steward", "admin")
NAMED = ("author", "owner", "partaker", "guest", "approver")

GENERAL = """
route                         asked  nobody viewer manager steward admin  with
workspace:desk                GET    in     200    200     200     200
workspace:notices             GET    in     200    200     200     200    before=x
workspace:notices_seen        POST   in     302    302     302     302    until=2026-01-01T00:00:00+00:00
workspace:calendar            GET    200    200    200     200     200
frameworks:gallery            GET    in     200    200     200     200
frameworks:framework          GET    in     200    200     200     200
frameworks:glossary           GET    in     200    200     200     200    q=gap
frameworks:term               GET    in     200    200     200     200

decisions:verify              GET    200    200    200     200     200
decisions:verify              POST   422    422    422     422     422
decisions:verify_version      GET    404    404    404     404     404

decisions:records             GET    in     200    200     200     200    stage=frame
decisions:choose_framework    GET    in     403    200     403     200
decisions:reviews             GET    in     200    200     200     200    show=cases&late=late
decisions:new_record          GET    in     403    200     403     200
decisions:new_record          POST   in     403    422     403     422
decisions:new_record          POST   in     403    302     403     302    question=Q&decision_class=light
decisions:committees          GET    in     200    200     200     200
decisions:committees          POST   in     403    403     403     422    name=
decisions:committees          POST   in     403    403     403     302    name=New&voting_days=7
decisions:committee           GET    in     200    200     200     200
decisions:edit_committee      POST   in     403    403     403     422    name=&voting_days=0
decisions:edit_committee      POST   in     403    403     403     302    name=Other&voting_days=5
decisions:committee_rules     POST   in     403    403     403     422    class=light&light-quorum=0&light-threshold=100
decisions:committee_rules     POST   in     403    403     403     302    class=light&light-quorum=60&light-threshold=75
decisions:add_member          POST   in     403    403     403     422    user=nobody
decisions:add_member          POST   in     403    403     403     302    user={steward}
decisions:change_member       POST   in     403    403     403     302    is_chair=on
decisions:remove_member       POST   in     403    403     403     302
decisions:new_meeting         GET    in     403    403     403     200
decisions:new_meeting         POST   in     403    403     403     422    starts_at=
decisions:new_meeting         POST   in     403    403     403     302    starts_at={tomorrow}&place=Here
decisions:meetings            GET    in     200    200     200     200
decisions:meeting             GET    in     404    404     404     200
decisions:change_meeting      POST   in     404    404     404     422    starts_at=
decisions:change_meeting      POST   in     404    404     404     422    starts_at={tomorrow}
decisions:move_meeting        POST   in     404    404     404     302    to=drafted
decisions:move_meeting        POST   in     404    404     404     422    to=approved
decisions:move_meeting        POST   in     404    404     404     404    to=nowhere
decisions:who_is_there        POST   in     404    404     404     302    presence-{attendee}=present
decisions:add_topic           POST   in     404    404     404     302    title=New&planned_minutes=5
decisions:add_topic           POST   in     404    404     404     422    title=&planned_minutes=0
decisions:add_topic           POST   in     404    404     404     302    due=1
decisions:place_item          POST   in     404    404     404     302    to=up
decisions:place_item          POST   in     404    404     404     302    to=time&planned_minutes=5
decisions:place_item          POST   in     404    404     404     422    to=time&planned_minutes=x
decisions:place_item          POST   in     404    404     404     404    to=nowhere
decisions:place_item          POST   in     404    404     404     422    to=off
decisions:agenda_item         GET    in     404    404     404     200
decisions:agenda_item         POST   in     404    404     404     302    notes=Said&decision=Done&revision=0
decisions:agenda_item         POST   in     404    404     404     409    notes=Said&decision=Done&revision=9
decisions:agenda_item         POST   in     404    404     404     422    notes=Said&revision=x
decisions:show_of_hands       POST   in     404    404     404     404
decisions:add_meeting_action  POST   in     404    404     404     302    text=Do&owner={viewer}&due_on={today}
decisions:add_meeting_action  POST   in     404    404     404     422    text=&owner={viewer}&due_on=2001-01-01
decisions:drop_meeting_action POST   in     404    404     404     302
decisions:meeting_action      GET    in     404    200     404     200
decisions:meeting_action      POST   in     404    302     404     302    words=Done
decisions:minutes             GET    in     404    404     404     200
decisions:export_minutes      GET    in     404    404     404     404
decisions:print_pack          POST   in     404    404     404     302
decisions:meeting_paper       GET    in     404    404     404     202
decisions:conflicts_of_interest           GET    in     403    403     403     200
decisions:conflicts_of_interest           POST   in     403    403     403     422    partner={partner}
decisions:conflicts_of_interest           POST   in     403    403     403     302    partner={partner}&reason=Mine
decisions:end_conflict_of_interest        POST   in     404    404     404     302

partners:directory            GET    in     200    200     200     200    q=a
partners:export               GET    in     200    200     200     200
partners:labels               GET    in     200    200     200     200
partners:label_merge          POST   in     403    422     422     422
partners:label_merge          POST   in     403    302     302     302    attribute=segment&label=Gold&into=Silver
partners:partner              GET    in     200    200     200     200
partners:partner_new          GET    in     403    200     200     200
partners:partner_new          POST   in     403    302     302     302    key=n&name=New&stage=performing
partners:partner_edit         GET    in     403    200     200     200
partners:partner_edit         POST   in     403    422     422     422
partners:flag_new             GET    in     403    200     200     200
partners:flag_new             POST   in     403    422     422     422
partners:flag                 GET    in     403    200     200     200
partners:flag                 POST   in     403    422     422     422
partners:checkpoint_new       GET    in     403    200     200     200
partners:checkpoint_new       POST   in     403    422     422     422
partners:checkpoint           GET    in     403    200     200     200
partners:checkpoint           POST   in     403    422     422     422

metrics:dictionary            GET    in     200    200     200     200    q=margin
metrics:metric                GET    in     200    200     200     200
metrics:lineage               GET    in     404    404     404     404    partner=x&period=2024-01
metrics:definition_new        GET    in     403    403     200     200
metrics:definition_new        POST   in     403    403     422     422
metrics:definition_edit       GET    in     403    403     200     200
metrics:definition_edit       POST   in     403    403     422     422
metrics:definition_version    GET    in     200    200     200     200
metrics:metric_owner          POST   in     403    403     302     302    owner={steward}
metrics:scores                GET    in     403    200     200     200
metrics:scores                POST   in     403    422     422     422    do=save
metrics:upload                GET    in     403    200     200     200
metrics:upload                POST   in     403    422     422     422
metrics:imports               GET    in     200    200     200     200
metrics:import                GET    in     302    302     302     302
metrics:import_file           GET    in     200    200     200     200
metrics:import_mapping        GET    in     403    200     200     200
metrics:import_mapping        POST   in     403    422     422     422    do=preview
metrics:import_confirm        POST   in     403    422     422     422
metrics:import_drop           POST   in     403    302     302     302
decisions:import_records      GET    in     200    200     200     200
metrics:import_anew           POST   in     403    422     422     422
metrics:rates                 GET    in     200    200     200     200
metrics:rate_table            GET    in     200    200     200     200
metrics:rate_file             GET    in     200    200     200     200
metrics:rates_new             GET    in     403    200     200     200
metrics:rates_new             POST   in     403    422     422     422
metrics:rates_look            GET    in     403    200     200     200    source=Bank&dated_on=2025-01-31&name=r.csv
metrics:rates_look            POST   in     403    302     302     302    source=Bank&dated_on=2025-01-31&name=r.csv
metrics:sources               GET    in     200    200     200     200
metrics:source                GET    in     200    200     200     200
metrics:source_owner          POST   in     403    422     422     422    owner=somebody
metrics:source_owner          POST   in     403    302     302     302    owner={steward}
metrics:connect               GET    in     403    403     200     200
metrics:connect               POST   in     403    403     422     422    name=Wrong Name
metrics:connect               POST   in     403    403     302     302    name=crm&address=https://data.example.com/x.csv&form=csv
metrics:source_settings       GET    in     403    403     200     200
metrics:source_settings       POST   in     403    403     422     422    address=ftp://x
metrics:source_settings       POST   in     403    403     302     302    address=https://data.example.com/x.csv&form=csv
metrics:source_schedule       POST   in     403    422     422     422    every=week&at=soon
metrics:source_schedule       POST   in     403    302     302     302    every=week&weekday=1&at=06:00&day=1&zone=Europe/Berlin
metrics:source_refresh        POST   in     403    302     302     302
metrics:gaps                  GET    in     200    200     200     200    view=all
metrics:gap_export            GET    in     200    200     200     200
metrics:gap                   GET    in     200    200     200     200
metrics:gap_do                GET    in     403    200     200     200
metrics:gap_do                POST   in     403    302     302     302    due_on=2026-12-31
metrics:gap_do                POST   in     403    422     422     422    due_on=x
metrics:gap_note              POST   in     302    302     302     302    text=Known
metrics:gap_note              POST   in     422    422     422     422
metrics:gap_undo              POST   in     403    422     422     422    event=1
metrics:partner_list_new      GET    in     403    200     200     200
metrics:partner_list_new      POST   in     403    422     422     422
metrics:partner_list          GET    in     403    200     200     200
metrics:partner_list          POST   in     403    422     422     422    do=preview

accounts:profile              GET    in     200    200     200     200
accounts:profile              POST   in     422    422     422     422
accounts:profile              POST   in     302    302     302     302    name=N&time_zone=UTC&language=en&theme=dark
accounts:address              GET    in     200    200     200     200
accounts:address              POST   in     422    422     422     422    email=x
accounts:address              POST   in     422    422     422     422    email=new@example.com&password=wrong
accounts:address              POST   in     302    302     302     302    email=new@example.com&password=a-long-test-password
accounts:address_confirm      GET    200    200    200     200     200
accounts:address_confirm      POST   200    200    200     200     200
accounts:mail                 GET    in     200    200     200     200
accounts:mail                 POST   in     422    422     422     422    digest_hour=24
accounts:mail                 POST   in     302    302     302     302    digest_hour=8&time_zone=UTC&mailed=vote
accounts:calendar_renew       POST   in     200    200     200     200
accounts:calendar_remove      POST   in     302    302     302     302
accounts:unsubscribe          GET    200    200    200     200     200
accounts:unsubscribe          POST   200    200    200     200     200
accounts:people               GET    in     403    403     403     200
accounts:invite               POST   in     403    403     403     422
accounts:invite               POST   in     403    403     403     302    name=New&email=new@example.com&role=viewer
accounts:workspace            POST   in     403    403     403     422    time_zone=Mars/Olympus&language=en
accounts:workspace            POST   in     403    403     403     302    time_zone=Europe/Berlin&language=en
accounts:person               GET    in     403    403     403     200
accounts:person               POST   in     403    403     403     302    role=viewer&is_active=on
"""

OF_RECORDS = """
route                      asked record    nobody viewer manager steward admin author owner partaker guest approver  with
decisions:record           GET   open      in     302    302     302     302   302    302   302      302   302
decisions:record           GET   private   in     404    404     404     404   302    302   302      302   302
decisions:stage            GET   open      in     200    -       -       200   200    -     -        200   -
decisions:stage            GET   private   in     404    404     404     404   200    -     200      200   200
decisions:stage            GET   decided   -      200    -       -       -     200    -     -        -     -
decisions:one_pager        GET   open      in     200    -       -       -     200    -     -        -     -
decisions:one_pager        GET   private   in     404    404     404     404   200    -     -        200   200
decisions:one_pager        GET   proposed  in     200    -       -       -     200    -     -        -     200
decisions:one_pager        GET   decided   in     200    -       -       -     200    -     -        -     -        version=1
decisions:one_pager        GET   decided   in     404    404     404     404   404    404   404      404   404      version=2
decisions:document         GET   open      in     200    -       -       -     200    -     -        -     -
decisions:document         GET   private   in     404    404     404     404   200    -     -        200   200
decisions:versions         GET   private   in     404    404     404     404   200    200   200      200   200
decisions:versions         GET   decided   in     200    -       -       -     200    -     -        -     -
decisions:paper            GET   open      in     404    404     404     404   404    404   404      404   404
decisions:paper            GET   decided   in     202    202     202     202   202    202   202      202   202
decisions:paper            GET   hidden    in     404    404     404     404   202    202   202      202   202
decisions:print_draft      POST  private   in     404    404     404     404   -      -     -        -     -
decisions:export           GET   private   in     404    404     404     404   200    200   200      200   200
decisions:export           GET   decided   in     200    -       -       -     200    -     -        -     -        version=1
decisions:history          GET   open      in     200    -       -       -     200    -     -        -     -
decisions:history          GET   private   in     404    404     404     404   200    200   200      200   200
decisions:waivers          GET   open      in     200    -       -       -     200    -     -        -     200
decisions:waivers          GET   private   in     404    404     404     404   200    200   200      200   200
decisions:add_waiver       POST  open      in     403    403     403     403   403    403   403      403   302      code={blocker}&subject={subject}&reason=Later.
decisions:add_waiver       POST  open      in     403    403     403     403   403    403   403      403   422      code={blocker}&subject={subject}&reason=
decisions:add_waiver       POST  private   in     404    404     404     404   403    403   403      403   422      code=no_such&reason=Later.
decisions:add_waiver       POST  decided   in     403    403     403     403   403    403   403      403   422      code=no_such&reason=Later.
decisions:remove_waiver    POST  open      in     403    403     403     403   403    403   403      403   302
decisions:sharing          GET   open      in     403    403     403     200   200    200   403      403   403
decisions:sharing          GET   private   in     404    404     404     404   200    200   403      403   403
decisions:sharing          POST  open      in     403    403     403     302   302    302   403      403   403      person={steward}
decisions:sharing          POST  open      in     403    403     403     422   422    422   403      403   403      person=somebody
decisions:sharing          POST  private   in     404    404     404     404   302    302   403      403   403      person={steward}
decisions:sharing          POST  decided   in     403    403     403     302   302    302   403      403   403      person={steward}
decisions:unshare          POST  open      in     403    403     403     302   302    302   403      403   403
decisions:unshare          POST  private   in     404    404     404     404   302    302   403      403   403
decisions:privacy          POST  open      in     403    403     403     302   302    302   403      403   403      is_private=on
decisions:privacy          POST  private   in     404    404     404     404   302    302   403      403   403
decisions:move             POST  frame     in     403    403     403     302   302    302   302      403   403      to=compare
decisions:move             POST  frame     in     403    403     403     302   302    302   302      403   403      to=none
decisions:move             POST  frame     in     422    422     422     422   422    422   422      422   422      to=commit
decisions:move             POST  frame     in     404    404     404     404   404    404   404      404   404      to=nowhere
decisions:move             POST  open      in     403    403     403     302   302    302   302      403   403      to=compare
decisions:move             POST  open      in     403    403     403     422   422    422   422      403   403      to=proposed
decisions:move             POST  private   in     404    404     404     404   302    302   302      403   403      to=compare
decisions:move             POST  proposed  in     403    403     403     302   302    302   302      403   403      to=commit
decisions:move             POST  proposed  in     422    422     422     422   422    422   422      422   422      to=none
decisions:move             POST  proposed  in     422    422     422     422   422    422   422      422   422      to=compare
decisions:move             POST  decided   in     403    403     403     302   302    302   302      403   403      to=compare
decisions:move             POST  decided   in     403    403     403     302   302    302   302      403   403      to=frame
decisions:move             POST  decided   in     422    422     422     422   422    422   422      422   422      to=commit
decisions:move             POST  hidden    in     404    404     404     404   302    302   302      403   403      to=compare
decisions:compare_versions GET   decided   in     404    404     404     404   404    404   404      404   404
decisions:compare_versions GET   hidden    in     404    404     404     404   404    404   404      404   404
decisions:retention        GET   decided   in     200    200     200     200   200    200   200      200   200
decisions:retention        GET   hidden    in     404    404     404     404   200    200   200      200   200
decisions:retention        POST  decided   in     403    403     403     422   422    422   403      403   403      to=closed&reason=Done
decisions:retention        POST  decided   in     404    404     404     404   404    404   404      404   404      to=nowhere
decisions:retention        POST  hidden    in     404    404     404     404   422    422   403      403   403      to=closed&reason=Done
decisions:links            GET   decided   in     200    200     200     200   200    200   200      200   200
decisions:links            GET   hidden    in     404    404     404     404   200    200   200      200   200
decisions:links            POST  decided   in     403    403     403     302   302    302   302      403   403      code={other}&kind=succeeds
decisions:links            POST  decided   in     403    403     403     422   422    422   422      403   403      code=XX-9999&kind=succeeds
decisions:links            POST  hidden    in     404    404     404     404   302    302   302      403   403      code={other}&kind=supersedes
decisions:copy_record      POST  decided   in     403    302     403     302   302    302   302      403   403      months=3
decisions:copy_record      POST  hidden    in     404    404     404     404   302    302   302      403   403      months=3
decisions:changed          GET   decided   in     200    200     200     200   200    200   200      200   200
decisions:unlink           POST  decided   in     403    403     403     302   302    302   302      403   403
decisions:scorecard        GET   decided   in     404    404     404     404   404    404   404      404   404
decisions:scorecard        GET   hidden    in     404    404     404     404   404    404   404      404   404
decisions:round            GET   proposed  in     200    200     200     200   200    200   200      200   200
decisions:round            GET   hidden    in     404    404     404     404   200    200   200      200   200
decisions:vote             POST  proposed  in     403    403     403     403   403    403   403      403   302      choice=approve&sha256={sha256}
decisions:vote             POST  proposed  in     403    403     403     403   403    403   403      403   422      choice=approve&sha256=other
decisions:vote             POST  proposed  in     403    403     403     403   403    403   403      403   422      choice=reject&sha256={sha256}
decisions:vote             POST  proposed  in     404    404     404     404   404    404   404      404   404      choice=perhaps&sha256={sha256}
decisions:vote             POST  decided   in     403    403     403     403   403    403   403      403   422      choice=approve&sha256={sha256}
decisions:vote             POST  hidden    in     404    404     404     404   403    403   403      403   422      choice=approve&sha256={sha256}
decisions:close_round      POST  proposed  in     403    403     403     403   403    403   403      403   403
decisions:close_round      POST  hidden    in     404    404     404     404   403    403   403      403   403
decisions:ask              POST  proposed  in     403    403     403     403   403    403   403      403   302      kind=question&text=Why
decisions:ask              POST  proposed  in     403    403     403     403   403    403   403      403   422      kind=change&text=
decisions:ask              POST  proposed  in     404    404     404     404   404    404   404      404   404      kind=other&text=Why
decisions:ask              POST  decided   in     403    403     403     403   403    403   403      403   422      kind=question&text=Why
decisions:ask              POST  hidden    in     404    404     404     404   403    403   403      403   422      kind=question&text=Why
decisions:answer           POST  proposed  in     403    403     403     302   302    302   302      403   403      text=So
decisions:answer           POST  proposed  in     403    403     403     422   422    422   422      403   403      text=
decisions:answer           POST  hidden    in     404    404     404     404   302    302   302      403   403      text=So
decisions:declare_conflict_of_interest POST  proposed  in     403    403     403     403   403    403   403      403   302      reason=Mine
decisions:declare_conflict_of_interest POST  proposed  in     403    403     403     403   403    403   403      403   422      reason=
decisions:declare_conflict_of_interest POST  hidden    in     404    404     404     404   403    403   403      403   302      reason=Mine
decisions:save_unit        POST  open      in     403    403     403     302   302    302   302      403   403      revision={revision}&save_id={new}&decides=The board
decisions:save_unit        POST  open      in     403    403     403     422   422    422   422      403   403      revision={revision}&save_id={new}&decides={long}
decisions:save_unit        POST  open      in     403    403     403     409   409    409   409      403   403      revision=999&save_id={new}&decides=Me
decisions:save_unit        POST  private   in     404    404     404     404   302    302   302      403   403      revision={revision}&save_id={new}&decides=Me
decisions:save_unit        POST  proposed  in     403    403     403     302   302    302   302      403   403      revision={revision}&save_id={new}&decides=Me
decisions:save_unit        POST  decided   in     403    403     403     422   422    422   422      403   403      revision={revision}&save_id={new}&decides=Me
decisions:add_row          POST  open      in     403    403     403     302   302    302   302      403   403      id={new}
decisions:add_row          POST  private   in     404    404     404     404   302    302   302      403   403      id={new}
decisions:add_row          POST  proposed  in     403    403     403     302   302    302   302      403   403      id={new}
decisions:add_row          POST  decided   in     403    403     403     422   422    422   422      403   403      id={new}
decisions:remove_row       POST  open      in     403    403     403     302   302    302   302      403   403
decisions:remove_row       POST  private   in     404    404     404     404   302    302   302      403   403
decisions:remove_row       POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:move_row         POST  open      in     403    403     403     302   302    302   302      403   403      direction=up
decisions:move_row         POST  private   in     404    404     404     404   302    302   302      403   403
decisions:move_row         POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:choose_partners  GET   open      in     403    403     403     200   200    200   200      403   403
decisions:choose_partners  GET   private   in     404    404     404     404   200    200   200      403   403
decisions:choose_partners  POST  open      in     403    403     403     302   302    302   302      403   403
decisions:choose_partners  POST  private   in     404    404     404     404   302    302   302      403   403
decisions:choose_partners  POST  decided   in     403    403     403     422   422    422   422      403   403      shown={partner}&partner={partner}
decisions:run              POST  open      in     403    403     403     302   302    302   302      403   403
decisions:run              POST  private   in     404    404     404     404   302    302   302      403   403
decisions:run              POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:shares           GET   open      in     200    200     200     200   200    200   200      200   200
decisions:shares           GET   private   in     404    404     404     404   200    200   200      200   200
decisions:confirm_weight   POST  open      in     403    403     403     302   302    302   302      403   403
decisions:confirm_weight   POST  private   in     404    404     404     404   302    302   302      403   403
decisions:confirm_weight   POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:take_anchors     POST  open      in     403    403     403     302   302    302   302      403   403
decisions:take_anchors     POST  private   in     404    404     404     404   302    302   302      403   403
decisions:take_anchors     POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:column_basis     POST  open      in     403    403     403     302   302    302   302      403   403      basis=fact
decisions:column_basis     POST  private   in     404    404     404     404   302    302   302      403   403      basis=fact
decisions:column_basis     POST  decided   in     403    403     403     422   422    422   422      403   403      basis=fact
decisions:verify_version   GET   decided   200    200    200     200     200   200    200   200      200   200
decisions:verify_version   GET   hidden    200    200    200     200     200   200    200   200      200   200
decisions:propose_threshold            GET   open      in     403    403     403     200   200    200   200      403   403
decisions:propose_threshold            GET   private   in     404    404     404     404   200    200   200      403   403
decisions:propose_threshold            POST  open      in     403    403     403     422   422    422   422      403   403      level=x
decisions:propose_threshold            POST  open      in     403    403     403     302   302    302   302      403   403      watches=level&hold_samples=0&when_silent=say&direction=below&level=1&samples=1&window_months=1&effect=review
decisions:propose_threshold            POST  private   in     404    404     404     404   302    302   302      403   403      watches=level&hold_samples=0&when_silent=say&direction=below&level=1&samples=1&window_months=1&effect=review
decisions:backtest         GET   open      in     200    200     200     200   200    200   200      200   200
decisions:backtest         GET   private   in     404    404     404     404   200    200   200      200   200
decisions:watched          GET   open      in     200    200     200     200   200    200   200      200   200
decisions:watched          GET   decided   in     200    200     200     200   200    200   200      200   200      version=1
decisions:watched          GET   decided   in     404    404     404     404   404    404   404      404   404      version=2
decisions:watched          GET   hidden    in     404    404     404     404   200    200   200      200   200
decisions:watched          GET   decided   in     200    200     200     200   200    200   200      200   200      input={input}
decisions:watched          GET   decided   in     404    404     404     404   404    404   404      404   404      input=x
decisions:watched          GET   hidden    in     404    404     404     404   200    200   200      200   200      input={input}
decisions:report_change    POST  decided   in     403    403     403     302   302    302   302      403   302      words=Sold
decisions:report_change    POST  decided   in     403    403     403     302   302    302   302      403   302      words=Sold&input={input}
decisions:report_change    POST  decided   in     403    403     403     422   422    422   422      403   422      words=&input={input}
decisions:report_change    POST  decided   in     404    404     404     404   404    404   404      404   404      words=Sold&input=x
decisions:report_change    POST  hidden    in     404    404     404     404   302    302   302      403   302      words=Sold&input={input}
decisions:report_change    POST  decided   in     403    403     403     422   422    422   422      403   422
decisions:report_change    POST  hidden    in     404    404     404     404   302    302   302      403   302      words=Sold
decisions:report_change    POST  open      in     403    403     403     422   422    422   422      403   422      words=Sold
decisions:amend_trigger    GET   decided   in     403    403     403     200   200    200   200      403   200
decisions:amend_trigger    GET   hidden    in     404    404     404     404   200    200   200      403   200
decisions:amend_trigger    POST  decided   in     403    403     403     422   422    422   422      403   422      level=x
decisions:amend_trigger    POST  decided   in     403    403     403     302   302    302   302      403   302      level=1&clear_level=1&samples=2&reason=So
decisions:amend_trigger    POST  hidden    in     404    404     404     404   302    302   302      403   302      level=1&clear_level=1&samples=2&reason=So
decisions:case             GET   open      in     404    404     404     404   404    404   404      404   404
decisions:case             GET   decided   in     200    200     200     200   200    200   200      200   200
decisions:case             GET   hidden    in     404    404     404     404   200    200   200      200   200
decisions:acknowledge_case POST  decided   in     403    403     403     302   302    302   302      403   403      words=Mine
decisions:acknowledge_case POST  decided   in     403    403     403     422   422    422   422      403   403      words={long}
decisions:acknowledge_case POST  hidden    in     404    404     404     404   302    302   302      403   403
decisions:snooze_case      POST  decided   in     403    403     403     302   302    302   302      403   403      until=2099-01-01&reason=Fair
decisions:snooze_case      POST  decided   in     403    403     403     422   422    422   422      403   403      until=2001-01-01&reason=Fair
decisions:snooze_case      POST  hidden    in     404    404     404     404   302    302   302      403   403      until=2099-01-01&reason=Fair
decisions:review_case      POST  decided   in     403    403     403     302   302    302   302      403   403
decisions:review_case      POST  hidden    in     404    404     404     404   302    302   302      403   403
decisions:close_case       POST  decided   in     403    403     403     302   302    302   302      403   403      words=Once
decisions:close_case       POST  decided   in     403    403     403     422   422    422   422      403   403
decisions:close_case       POST  hidden    in     404    404     404     404   302    302   302      403   403      words=Once
decisions:review           GET   open      in     404    404     404     404   404    404   404      404   404
decisions:review           GET   decided   in     200    200     200     200   200    200   200      200   200
decisions:review           GET   hidden    in     404    404     404     404   200    200   200      200   200
decisions:begin_review     POST  decided   in     403    403     403     302   302    302   302      403   302
decisions:begin_review     POST  hidden    in     404    404     404     404   302    302   302      403   302
decisions:move_review      POST  decided   in     403    403     403     302   302    302   302      403   302      to=2099-01-01&reason=Fair
decisions:move_review      POST  decided   in     403    403     403     422   422    422   422      403   422      to=2001-01-01&reason=Fair
decisions:move_review      POST  hidden    in     404    404     404     404   302    302   302      403   302      to=2099-01-01&reason=Fair
decisions:continue_review  POST  decided   in     403    403     403     302   302    302   302      403   302      words=It holds
decisions:continue_review  POST  decided   in     403    403     403     422   422    422   422      403   422      words=&next_on=2001-01-01
decisions:continue_review  POST  hidden    in     404    404     404     404   302    302   302      403   302      words=It holds
decisions:adapt_review     POST  decided   in     403    403     403     302   302    302   302      403   403      words=Anew
decisions:adapt_review     POST  decided   in     403    403     403     422   422    422   422      403   422
decisions:adapt_review     POST  hidden    in     404    404     404     404   302    302   302      403   403      words=Anew
decisions:stop_review      POST  decided   in     403    403     403     302   302    302   302      403   302      words=Over&action1-text=Tell&action1-owner={steward}&action1-due_on=2099-01-01
decisions:stop_review      POST  decided   in     403    403     403     422   422    422   422      403   422      words=Over&action1-text=Tell
decisions:stop_review      POST  hidden    in     404    404     404     404   302    302   302      403   302      words=Over
decisions:move_definition  POST  open      in     403    403     403     302   302    302   302      403   403
decisions:move_definition  POST  private   in     404    404     404     404   302    302   302      403   403
decisions:move_definition  POST  decided   in     403    403     403     422   422    422   422      403   403
"""

OFFERED = {
    "account_change_password", "account_inactive", "account_login", "account_logout", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
"""The routes of allauth that we offer; accounts/ looks at them."""
CLOSED = {
    "account_confirm_email", "account_confirm_login_code", "account_email", "account_email_verification_sent",
    "account_reauthenticate", "account_set_password", "account_signup",
}  # fmt: skip
"""The routes of allauth that are not found here. One that an upgrade brings stands in none of these tables."""
ELSEWHERE = {"health"} | OFFERED | CLOSED
"""Also the health page, which core/test_health.py looks at."""


@dataclass(frozen=True)
class RouteLine:
    """One line of a table: `expected` by person; `sent` is the query of a GET, the form of a POST."""

    route: str
    method: str
    record: str
    expected: dict[str, str]
    sent: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.route, self.method, self.record, self.sent[:30])))


def lines(table: str) -> list[RouteLine]:
    header, *rows = [row for row in table.splitlines() if row]
    columns = header.split()
    found = []
    for row in rows:
        cells = dict(zip(columns, row.split(maxsplit=len(columns) - 1), strict=False))
        expected = {name: cells[name] for name in (*STRANGERS, *NAMED) if name in cells}
        found.append(
            RouteLine(
                cells["route"], cells["asked"], cells.get("record", "open"), expected, cells.get("with", "")
            )
        )
    return found


LINES = [*lines(GENERAL), *lines(OF_RECORDS)]
METHODS: dict[str, set[str]] = {}
for line in LINES:
    METHODS.setdefault(line.route, set()).add(line.method)
