"""The desk's addresses."""

from django.urls import path

from jalon.desk.views import agencies, cash, first_line, passages, receipts, second_line, shifts

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
    path("refusal/<str:key>/", second_line.confirm_refusal, name="confirm_refusal"),
    path("refusal/<str:key>/notice/", second_line.refusal_notice, name="refusal_notice"),
    path("lookup/", passages.lookup, name="lookup"),
    path("shift/", shifts.shift, name="shift"),
    path("shift/alarm/<int:number>/", shifts.mark_alarm_read, name="mark_alarm_read"),
    path("shift/<str:key>/print/", shifts.shift_print, name="shift_print"),
    path("cash/", cash.cash, name="cash"),
    path("cash/count/", cash.count, name="cash_count"),
    path("cash/closing/<str:key>/", cash.closing, name="closing"),
    path("cash/prices/", cash.prices, name="prices"),
    path("cash/nothing-to-pay/", cash.nothing_to_pay, name="nothing_to_pay"),
    path("cash/fee/", receipts.take_fee, name="take_fee"),
    path("cash/check/", receipts.check_receipt, name="check_receipt"),
    path("cash/receipt/<str:key>/", receipts.receipt, name="receipt"),
    path("cash/receipt/<str:key>/cancel/", receipts.cancel_receipt, name="cancel_receipt"),
    path("agency/", agencies.agency, name="agency"),
    path("agency/list/", agencies.agency_list, name="agency_list"),
    path("agency/swipe/", agencies.agency_swipe, name="agency_swipe"),
    path("agency/calls/", agencies.agency_calls, name="agency_calls"),
    path("agency/calls/<str:key>/", agencies.answer_call, name="answer_call"),
    path("agency/case/<str:key>/", agencies.agency_case, name="agency_case"),
]
