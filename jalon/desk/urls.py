"""The desk's addresses."""

from django.urls import path

from jalon.desk.views import first_line, notices, passages, protection, second_line, shifts

app_name = "desk"
urlpatterns = [
    path("", first_line.desk, name="desk"),
    path("swipe/", first_line.swipe, name="swipe"),
    path("type/", first_line.type_document, name="type_document"),
    path("draft/", first_line.draft, name="draft"),
    path("traveller/<str:key>/admit/", first_line.admit, name="admit"),
    path("traveller/<str:key>/refer/", first_line.refer, name="refer"),
    path("traveller/<str:key>/refuse/", first_line.refuse, name="refuse"),
    path("traveller/<str:key>/cancel/", first_line.cancel, name="cancel"),
    path("traveller/<str:key>/cancel-passage/", passages.cancel_passage, name="cancel_passage"),
    path("traveller/<str:key>/", passages.correct, name="correct"),
    path("second-line/", second_line.second_line, name="second_line"),
    path("second-line/<str:key>/", second_line.case, name="case"),
    path("second-line/<str:key>/entrust/", protection.entrust, name="entrust"),
    path("second-line/<str:key>/again/", protection.take_up_again, name="take_up_again"),
    path("protection/", protection.referrals, name="referrals"),
    path("protection/<str:key>/", protection.one_referral, name="referral"),
    path("protection/<str:key>/call/", protection.call, name="referral_call"),
    path("protection/<str:key>/told/", protection.tell_focal_point, name="tell_focal_point"),
    path("protection/<str:key>/slip/", protection.slip, name="referral_slip"),
    path("services/", protection.services, name="services"),
    path("services/declare/", protection.declare_service, name="declare_service"),
    path("services/<str:key>/", protection.decide_service, name="decide_service"),
    path("notices/", notices.notices, name="notices"),
    path("notices/sheet/<str:code>/", notices.general_notice, name="general_notice"),
    path("notices/file/<str:language>/<str:code>/<str:extension>/", notices.supplied_notice, name="supplied_notice"),
    path("traveller/<str:key>/notice/", notices.notice, name="notice"),
    path("refusal/<str:key>/", second_line.confirm_refusal, name="confirm_refusal"),
    path("refusal/<str:key>/notice/", second_line.refusal_notice, name="refusal_notice"),
    path("lookup/", passages.lookup, name="lookup"),
    path("shift/", shifts.shift, name="shift"),
    path("shift/alarm/<int:number>/", shifts.mark_alarm_read, name="mark_alarm_read"),
    path("shift/<str:key>/print/", shifts.shift_print, name="shift_print"),
]
