"""The desk's addresses."""

from django.urls import path

from jalon.desk.views import first_line, paper, passages, register, second_line, shifts, vehicles

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
    path("vehicle/", vehicles.vehicles, name="vehicles"),
    path("vehicle/<str:key>/", vehicles.vehicle, name="vehicle"),
    path("vehicle/<str:key>/amend/", vehicles.vehicle_amend, name="vehicle_amend"),
    path("vehicle/<str:key>/swipe/", vehicles.vehicle_swipe, name="vehicle_swipe"),
    path("vehicle/<str:key>/type/", vehicles.vehicle_type, name="vehicle_type"),
    path("vehicle/<str:key>/decide/", vehicles.vehicle_decide, name="vehicle_decide"),
    path("vehicle/<str:key>/heads/", vehicles.vehicle_heads, name="vehicle_heads"),
    path("vehicle/<str:key>/list/", vehicles.vehicle_list, name="vehicle_list"),
    path("vehicle/<str:key>/tick/", vehicles.vehicle_tick, name="vehicle_tick"),
    path("vehicle/<str:key>/close/", vehicles.vehicle_close, name="vehicle_close"),
    path("traveller/<str:key>/aboard/", vehicles.aboard, name="aboard"),
    path("traveller/<str:key>/child/", vehicles.vehicle_child, name="child"),
    path("lookup/", passages.lookup, name="lookup"),
    path("paper/", paper.paper, name="paper"),
    path("paper/print/<str:key>/", paper.paper_print, name="paper_print"),
    path("paper/sheet/<str:key>/", paper.paper_sheet, name="paper_sheet"),
    path("paper/read/", paper.paper_read, name="paper_read"),
    path("paper/passed/<str:key>/", paper.already_passed, name="already_passed"),
    path("register/make/", register.register_make, name="register_make"),
    path("register/print/", register.register_print, name="register_print"),
    path("register/file/<str:kind>/", register.register_file, name="register_file"),
    path("report/", register.situation_report, name="situation_report"),
    path("shift/", shifts.shift, name="shift"),
    path("shift/alarm/<int:number>/", shifts.mark_alarm_read, name="mark_alarm_read"),
    path("shift/<str:key>/print/", shifts.shift_print, name="shift_print"),
]
