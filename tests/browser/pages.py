# ruff: noqa: E501 (a table is read across)
"""Which pages there are, and who looks at each. What stands in braces is made or found by states.py."""

PAGES = """
who     status  address
nobody  200     /account/login/
nobody  404     /account/signup/
nobody  200     /account/inactive/
nobody  200     /account/password/reset/
nobody  200     /account/password/reset/done/
nobody  200     {invitation}
nobody  200     /account/password/reset/key/1-spent/
nobody  200     /account/password/reset/key/done/
nobody  404     /account/confirm-email/
nobody  404     /account/confirm-email/spent/
nobody  404     /account/login/code/confirm/
nobody  200     /settings/address/{address_link}/
nobody  200     /unsubscribe/{unsubscribe}/
nobody  400     /unsubscribe/{old_unsubscribe}/
nobody  404     /unsubscribe/no-such/
nobody  200     /verify/
nobody  200     /verify/{hash}/
nora    200     /account/logout/
nora    404     /account/reauthenticate/
nora    404     /account/email/
nora    404     /account/password/set/
nora    200     /settings/address/
nora    200     /account/password/change/
nora    200     /
nora    200     /notices/
nora    200     /settings/
nora    200     /settings/mail/
nora    403     /settings/people/
nora    404     /no-such-page/

ada     200     /settings/people/
ada     200     /settings/people/{tom}/
ada     200     /settings/people/{invited}/
ada     200     /settings/people/{closed}/

maria   200     /
maria   200     /?group=cases
maria   200     /notices/
maria   200     /notices/?before={notice}
maria   200     /settings/mail/
maria   200     /records/
maria   200     /records/?stage=frame&q=nowhere
maria   200     /reviews/
maria   200     /reviews/?show=cases
maria   200     /reviews/?show=ahead&kind=post
maria   200     /reviews/?show=done
maria   200     /records/new/
maria   200     /records/new/channel-performance/
maria   200     /records/CP-0001/one-pager/
maria   200     /records/CP-0001/compare/
maria   200     /records/CP-0001/document/
maria   200     /records/CP-0001/versions/
maria   200     /records/CH-0001/versions/compare/
maria   200     /records/AS-0001/history/?show=votes
maria   200     /records/AS-0001/versions/1/round/
kenji   200     /records/AS-0001/versions/1/round/
ines    200     /records/AS-0001/versions/1/round/
maria   200     /records/CP-0001/versions/1/round/
maria   200     /committees/
maria   200     /committees/{committee}/
ada     200     /committees/
ada     200     /committees/{committee}/
ines    200     /committees/{committee}/
maria   200     /records/{waiting}/retention/
maria   200     /records/{withdrawn}/retention/
maria   200     /records/?shelf=archived
maria   200     /records/{waiting}/links/
maria   200     /records/{copied}/links/{link}/changed/
maria   200     /records/{scorecard}/scorecard/
maria   200     /records/{scorecard}/scorecard/?version=1
ines    200     /committees/{committee}/meetings/new/
ines    200     /meetings/
ines    200     /meetings/MT-0001/
ines    200     /meetings/MT-0002/
ines    200     /meetings/MT-0002/agenda/{planned_item}/
kenji   200     /meetings/MT-0002/
ines    200     /meetings/{running_meeting}/
ines    200     /meetings/{running_meeting}/agenda/{running_item}/
kenji   200     /meetings/{running_meeting}/agenda/{running_item}/
ines    200     /meetings/{running_meeting}/minutes/
ines    200     /meetings/{drafted_meeting}/minutes/
kenji   200     /meetings/MT-0001/minutes/
maria   200     /meetings/
maria   200     /meetings/actions/{meeting_action}/
ines    200     /meetings/actions/{done_action}/
nobody  200     /verify/{minutes_hash}/
ines    200     /interests/
nora    403     /interests/
maria   200     /records/VE-0002/commit/
maria   200     /records/VE-0002/one-pager/
maria   200     /records/VE-0002/history/
maria   200     /records/VE-0003/frame/
maria   200     /records/VE-0003/compare/
maria   200     /records/VE-0003/commit/
maria   200     /records/VE-0003/document/
maria   200     /records/VE-0003/versions/
maria   200     /records/VE-0003/sharing/
maria   200     /records/VE-0003/partners/scope/{scope}/
maria   200     /records/VE-0003/partners/scope/{scope}/?q=nowhere
maria   200     /records/AS-0001/one-pager/
maria   200     /records/CP-0002/compare/
maria   200     /records/CP-0002/waivers/
maria   200     /records/CP-0002/history/?section=options
maria   200     /records/{waiting}/one-pager/
maria   200     /records/{waiting}/one-pager/?version=1
maria   202     /records/{waiting}/versions/2/one-pager.pdf
ines    202     /meetings/MT-0002/pack.pdf
maria   200     /records/{returned}/one-pager/?version=1
maria   200     /records/{rejected}/one-pager/
maria   200     /records/{withdrawn}/one-pager/
maria   200     /records/{withdrawn}/frame/
maria   200     /records/CP-0001/watch/
maria   200     /records/CP-0001/watch/?input={input}
maria   200     /records/CP-0002/watch/
maria   200     /records/{waiting}/watch/?version=1
maria   200     /records/{stopped}/watch/
maria   200     /records/CP-0001/triggers/{trigger}/amend/
maria   200     /records/CP-0001/cases/{case}/
maria   200     /records/CP-0001/cases/{in_review}/
maria   200     /records/CP-0001/cases/{by_partner}/
maria   200     /records/{stopped}/cases/{closed_case}/
maria   200     /records/CP-0001/reviews/{review}/
maria   200     /records/CP-0001/reviews/{post_review}/
maria   200     /records/{stopped}/reviews/{closed_review}/
maria   200     /records/{stopped}/reviews/{dropped_review}/
jonas   200     /records/VE-0002/watch/{flip}/
jonas   200     /records/VE-0002/thresholds/{threshold}/
jonas   200     /records/VE-0002/compare/
jonas   200     /records/CH-0002/frame/
jonas   200     /records/CH-0002/sharing/
ines    200     /verify/
ines    200     /verify/{replaced_hash}/
ines    200     /
ines    200     /records/AS-0001/one-pager/
ines    200     /records/{waived}/waivers/
tom     200     /records/CP-0001/watch/
tom     200     /records/CP-0001/cases/{case}/
tom     200     /records/CP-0001/reviews/{review}/
tom     403     /records/CP-0001/triggers/{trigger}/amend/
tom     200     /records/CP-0001/frame/
tom     200     /records/VE-0002/compare/
tom     200     /records/VE-0002/waivers/

maria   200     /partners/
maria   200     /partners/?q=nowhere
maria   200     /partners/new/
maria   200     /partners/labels/
maria   200     /partners/import/
maria   200     /partners/import/{list}/?name=partners.csv
maria   422     /partners/import/{no_list}/
maria   200     /partners/{flagged}/
maria   200     /partners/{flagged}/edit/
maria   200     /partners/{flagged}/flags/new/
maria   200     /partners/{flagged}/flags/{flag}/
maria   200     /partners/{flagged}/checkpoints/new/
maria   200     /partners/{checked}/checkpoints/{checkpoint}/
maria   200     /partners/{bare}/
tom     200     /partners/
tom     200     /partners/{flagged}/
tom     200     /partners/labels/

maria   200     /metrics/
maria   200     /metrics/?q=nowhere
maria   200     /metrics/partner_contribution_margin/
maria   200     /metrics/partner_contribution_margin/?by=partner&segment=ISV&first=2026-01&last=2025-01
maria   200     /metrics/compliance_score/?by=segment
maria   200     /metrics/gross_margin/
maria   200     /metrics/partner_nps/versions/1/
maria   200     /metrics/partner_contribution_margin/lineage/?partner={seen_partner}&period={seen_month}
maria   200     /metrics/compliance_score/lineage/?partner={entered_partner}&period={entered_month}
maria   200     /metrics/gross_margin/lineage/?partner={bare}&period=2026-01
maria   404     /metrics/gross_margin/lineage/
maria   200     /metrics/compliance_score/scores/
maria   200     /metrics/compliance_score/scores/?q=nowhere
maria   200     /metrics/uploads/new/
kenji   200     /metrics/new/
kenji   200     /metrics/compliance_score/edit/
kenji   200     /metrics/partner_nps/
kenji   200     /metrics/imports/
kenji   200     /metrics/imports/{imported}/
kenji   200     /metrics/imports/{being_read}/
kenji   200     /metrics/imports/{previewed}/
kenji   200     /metrics/imports/{being_imported}/
kenji   200     /metrics/imports/{refused_file}/
kenji   200     /metrics/imports/{set_aside}/
kenji   200     /metrics/imports/{looked_at}/
kenji   200     /metrics/imports/{to_map}/mapping/
kenji   200     /metrics/imports/{asking}/mapping/
kenji   200     /metrics/imports/{unknown}/mapping/
kenji   200     /metrics/imports/{refused_file}/mapping/
kenji   200     /metrics/imports/{previewed}/mapping/
kenji   422     /metrics/imports/{unreadable}/mapping/
kenji   200     /metrics/imports/{imported}/records/
kenji   200     /metrics/imports/{previewed}/records/
kenji   200     /metrics/rates/
kenji   200     /metrics/rates/new/
kenji   200     /metrics/rates/new/{rates}/?source=Bank&dated_on=2026-01-31&name=rates.csv
kenji   422     /metrics/rates/new/{no_rates}/?source=Bank&dated_on=2026-01-31&name=rates.csv
kenji   200     /metrics/rates/{rate_table}/
tom     200     /metrics/rates/
kenji   200     /metrics/sources/
kenji   200     /metrics/sources/crm-opportunities/
kenji   200     /metrics/sources/hand-entry/
kenji   200     /metrics/sources/{running_source}/
kenji   200     /metrics/sources/{failing_source}/
kenji   200     /metrics/sources/{failing_source}/settings/
kenji   200     /metrics/sources/{unmapped_source}/
kenji   200     /metrics/sources/connect/address/
kenji   200     /metrics/sources/connect/database/
tom     200     /metrics/sources/{failing_source}/
tom     403     /metrics/sources/connect/address/
kenji   200     /metrics/gaps/
kenji   200     /metrics/gaps/?view=all&page=2
kenji   200     /metrics/gaps/?view=mine
kenji   200     /metrics/gaps/?view=accepted
kenji   200     /metrics/gaps/?metric=compliance_score
kenji   200     /metrics/gaps/{gap}/
kenji   200     /metrics/gaps/{alike}/
kenji   200     /metrics/gaps/{accepted}/
kenji   200     /metrics/gaps/{odd}/
kenji   200     /metrics/gaps/{gap}/accept/
kenji   200     /metrics/gaps/{gap}/accept/?until=2026-12-31
kenji   200     /metrics/gaps/{gap}/ask/
kenji   200     /metrics/gaps/{gap}/assign/
kenji   200     /metrics/gaps/{gap}/due/
kenji   200     /metrics/gaps/{alike}/merge/
kenji   200     /metrics/gaps/{accepted}/reopen/
tom     200     /metrics/gaps/{gap}/
tom     200     /metrics/imports/{previewed}/

tom     200     /frameworks/
tom     200     /frameworks/channel-performance/
tom     200     /frameworks/value-exchange/
tom     200     /frameworks/alignment-scorecard/
tom     200     /frameworks/channel-prioritization/
tom     200     /glossary/
tom     200     /glossary/?q=nowhere
tom     200     /glossary/co-innovation/
"""
"""Every route that shows a page, with the states in which it looks different."""

NOT_PAGES = """
what      address
json      /health/
redirect  /records/CP-0001/
file      /records/CP-0001/export.json
file      /partners/export.csv
file      /metrics/gaps/export.csv
file      /metrics/imports/{imported}/file/
file      /metrics/rates/{rate_table}/file/
file      /calendar/{calendar}.ics
file      /meetings/MT-0001/minutes.json
file      /meetings/MT-0001/minutes.pdf
posts     /notices/seen/
posts     /settings/workspace/
posts     /settings/calendar/renew/
posts     /settings/calendar/remove/
posts     /settings/people/invite/
posts     /records/CP-0001/print/one-pager/
posts     /records/CP-0001/waivers/add/
posts     /records/CP-0001/waivers/{gap}/remove/
posts     /records/CP-0001/sharing/privacy/
posts     /records/CP-0001/sharing/{tom}/remove/
posts     /records/CP-0001/move/
posts     /records/CP-0001/versions/1/round/vote/
posts     /records/CP-0001/versions/1/round/close/
posts     /records/CP-0001/versions/1/round/ask/
posts     /records/CP-0001/versions/1/round/interest/
posts     /records/CP-0001/remarks/{text}/answer/
posts     /committees/{committee}/edit/
posts     /committees/{committee}/rules/
posts     /committees/{committee}/members/
posts     /committees/{committee}/members/{text}/
posts     /committees/{committee}/members/{text}/remove/
posts     /interests/{text}/end/
posts     /records/CP-0001/copy/
posts     /records/CP-0001/links/{text}/remove/
posts     /meetings/MT-0002/change/
posts     /meetings/MT-0002/move/
posts     /meetings/MT-0002/there/
posts     /meetings/MT-0002/agenda/add/
posts     /meetings/MT-0002/agenda/{planned_item}/place/
posts     /meetings/MT-0002/agenda/{planned_item}/hands/
posts     /meetings/MT-0002/agenda/{planned_item}/actions/
posts     /meetings/MT-0002/actions/{text}/drop/
posts     /meetings/MT-0002/pack/
posts     /records/CP-0001/units/text/{text}/
posts     /records/CP-0001/rows/risk/
posts     /records/CP-0001/rows/risk/{text}/remove/
posts     /records/CP-0001/rows/risk/{text}/move/
posts     /records/CP-0001/definitions/{text}/
posts     /records/CP-0001/run/
posts     /records/CP-0001/weights/{text}/confirm/
posts     /records/CP-0001/criteria/{text}/anchors/
posts     /records/CP-0001/options/{text}/basis/
posts     /records/CP-0001/watch/report/
posts     /records/CP-0001/cases/{case}/acknowledge/
posts     /records/CP-0001/cases/{case}/snooze/
posts     /records/CP-0001/cases/{case}/review/
posts     /records/CP-0001/cases/{case}/close/
posts     /records/CP-0001/reviews/{review}/begin/
posts     /records/CP-0001/reviews/{review}/move/
posts     /records/CP-0001/reviews/{review}/continue/
posts     /records/CP-0001/reviews/{review}/adapt/
posts     /records/CP-0001/reviews/{review}/stop/
fragment  /records/CP-0001/shares/
posts     /metrics/imports/{previewed}/confirm/
posts     /metrics/imports/{previewed}/set-aside/
posts     /metrics/imports/{previewed}/anew/
posts     /metrics/sources/hand-entry/owner/
posts     /metrics/sources/{failing_source}/schedule/
posts     /metrics/sources/{failing_source}/refresh/
posts     /metrics/gaps/{gap}/note/
posts     /metrics/gaps/{gap}/undo/
posts     /metrics/gross_margin/owner/
posts     /partners/labels/merge/
"""
"""What the other routes are: `posts` answer no GET, a `file` is downloaded, a `fragment` is put into a page."""

ANSWERS = """
who     status  on                                                       form                   sent
nobody  422     /verify/                                                 /verify/               file=
nobody  200     /account/login/                                          /login/                login=nora@example.com&password=wrong
nobody  200     /account/password/reset/                                 -                      email=wrong
nobody  200     {invitation}                                             /key/                  password1=short&password2=other
nobody  200     /unsubscribe/{unsubscribe}/                              -                      List-Unsubscribe=One-Click
nora    422     /settings/mail/                                          /mail/                 digest_hour=24&time_zone=Mars/Base
nora    200     /settings/mail/                                          /calendar/renew/       renew=1
nora    200     /account/password/change/                                -                      oldpassword=wrong&password1=short&password2=other
nora    422     /settings/address/                                       -                      email=wrong&password=wrong
nora    422     /settings/                                               -                      name=
nora    403     /settings/                                               -                      csrfmiddlewaretoken=
ada     422     /settings/people/                                        invite/                email=wrong
ada     422     /settings/people/{tom}/                                  -                      role=none
ada     422     /settings/people/{ada}/                                  -                      role=viewer

maria   422     /records/new/channel-performance/                        -                      question=
maria   422     /records/VE-0003/frame/                                  /move/                 to=compare
maria   422     /records/VE-0003/frame/                                  /units/scope/{scope}/  horizon_from=2026-02-01&horizon_to=2026-01-01
maria   409     /records/VE-0003/frame/                                  /units/text/{text}/    body=Mine. {text}&revision={stale}
maria   422     /records/VE-0003/sharing/                                -                      person=
maria   422     /records/CP-0001/watch/                                  /watch/report/         words=
maria   422     /records/CP-0001/triggers/{trigger}/amend/               -                      level=&reason=
maria   422     /records/CP-0001/cases/{case}/                           /snooze/               until=2001-01-01&reason=
maria   422     /records/CP-0001/cases/{case}/                           /close/                words=
maria   422     /records/CP-0001/reviews/{review}/                       /continue/             words=&next_on=2001-01-01
maria   422     /records/CP-0001/reviews/{review}/                       /adapt/                words=
maria   422     /records/CP-0001/reviews/{review}/                       /stop/                 words=&action1-text=Mine
maria   422     /records/CP-0001/reviews/{review}/                       /move/                 to=2001-01-01&reason=
jonas   422     /records/VE-0002/watch/{flip}/                           -                      level=
ines    422     /records/AS-0001/versions/1/round/                       /vote/                 choice=reject&comment=
ines    422     /records/AS-0001/versions/1/round/                       /ask/                  kind=change&text=
ada     422     /committees/{committee}/                                 /edit/                 name=&voting_days=0
ada     422     /committees/{committee}/                                 /rules/                class=light&light-quorum=0&light-threshold=100
ada     422     /committees/{committee}/                                 #add-member            user=
maria   422     /records/{copied}/links/                                 #link-form             code=XX-9999&kind=succeeds
ines    422     /committees/{committee}/meetings/new/                    -                      starts_at=
ines    422     /meetings/MT-0002/                                       /change/               starts_at=
ines    422     /meetings/MT-0002/                                       #add-topic             title=&planned_minutes=0
ines    422     /meetings/{running_meeting}/agenda/{running_item}/       #add-action            text=
ines    409     /meetings/{drafted_meeting}/agenda/{drafted_item}/       /{drafted_item}/       notes={text}&revision=0
ines    422     /records/{waived}/waivers/                               /waivers/add/          reason=

maria   422     /partners/new/                                           -                      key=&name=&stage=none
maria   422     /partners/{flagged}/edit/                                -                      initial-name=Before&name=Mine
maria   422     /partners/{flagged}/flags/new/                           -                      statement=&severity=none
maria   422     /partners/{flagged}/checkpoints/new/                     -                      name=&due_on=soon
maria   422     /partners/labels/                                        /merge/                into=
maria   422     /metrics/rates/new/                                      /rates/new/            source=
maria   422     /partners/import/                                        /partners/import/      file=
maria   200     /partners/import/{list}/?name=partners.csv               -                      do=preview
maria   422     /partners/import/{list}/?name=partners.csv               -                      do=preview&key=

maria   422     /metrics/uploads/new/                                    /uploads/new/          source=
maria   200     /metrics/compliance_score/scores/                        -                      do=paste&table=P1001%099%09400
maria   422     /metrics/compliance_score/scores/?until={entered_month}  #grid-form             do=save&assessed_on=soon&cell.{cell}=many
maria   409     /metrics/compliance_score/scores/?until={entered_month}  #grid-form             do=save&cell.{cell}=55&shown.{cell}=1|54
kenji   422     /metrics/new/                                            -                      key=&name=&direction=none
kenji   200     /metrics/compliance_score/edit/                          -                      do=compare&counts=Something else.
kenji   422     /metrics/compliance_score/edit/                          -                      do=save&name=&seen=0
kenji   422     /metrics/imports/{unknown}/mapping/                      #mapping               do=preview
kenji   422     /metrics/imports/{asking}/mapping/                       #mapping               do=preview
kenji   200     /metrics/imports/{unknown}/mapping/                      #mapping               do=add-metric
kenji   200     /metrics/imports/{to_map}/mapping/                       #mapping               do=add-label
kenji   422     /metrics/sources/connect/database/                       -                      name=Wrong Name&port=many
kenji   422     /metrics/sources/{failing_source}/settings/              -                      query=&password=
kenji   422     /metrics/sources/{failing_source}/                       /schedule/             every=week&at=soon
kenji   422     /metrics/gaps/{gap}/accept/                              -                      until=&reason=
kenji   422     /metrics/gaps/{gap}/accept/                              -                      until=2001-01-01&reason=Old
"""
"""What comes back where a form is refused, or shows more. `form` names it by its address or id; - posts to its page."""

EMPTY = """
/  /notices/  /records/  /reviews/  /records/new/value-exchange/  /partners/  /partners/labels/  /metrics/  /metrics/gross_margin/
/metrics/compliance_score/scores/  /metrics/imports/  /metrics/sources/  /metrics/gaps/  /settings/people/
"""
"""What people see who begin without the demo."""


def rows(table: str) -> list[list[str]]:
    header, *lines = [line for line in table.splitlines() if line]
    return [line.split(maxsplit=len(header.split()) - 1) for line in lines]


def people_of(table: str) -> list[str]:
    return list(dict.fromkeys(row[0] for row in rows(table)))
