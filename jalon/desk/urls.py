"""The desk's addresses."""

from django.urls import path

from jalon.desk.views import first_line, passages, readers, second_line, shifts

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
    path("camera/", readers.camera, name="camera"),
    path("readers/", readers.delivered_here, name="delivered"),
    path("camera/<str:key>/", readers.read_by_camera, name="read_by_camera"),
    path("traveller/<str:key>/picture/", readers.take_picture, name="take_picture"),
    path("picture/<str:key>/", readers.picture, name="picture"),
    path("shift/", shifts.shift, name="shift"),
    path("shift/alarm/<int:number>/", shifts.mark_alarm_read, name="mark_alarm_read"),
    path("shift/<str:key>/print/", shifts.shift_print, name="shift_print"),
]
