"""The desk's addresses."""

from django.urls import path

from jalon.desk.views import cards, counting, first_line, herds, passages, second_line, shifts

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
    path("counting/", counting.counting, name="counting"),
    path("counting/strokes/", counting.counting_strokes, name="counting_strokes"),
    path("counting/back/", counting.counting_back, name="counting_back"),
    path("counting/card/", counting.counting_card, name="counting_card"),
    path("counting/plate/", counting.counting_plate, name="counting_plate"),
    path("counting/late/", counting.counting_late, name="counting_late"),
    path("counting/late/<str:key>/withdraw/", counting.counting_withdraw, name="counting_withdraw"),
    path("cards/", cards.resident_cards, name="cards"),
    path("cards/withdraw/", cards.card_withdraw, name="card_withdraw"),
    path("cards/<str:key>/print/", cards.card_print, name="card_print"),
    path("herds/", herds.herds_here, name="herds"),
    path("herds/<str:key>/", herds.herd, name="herd"),
    path("herds/<str:key>/swipe/", herds.herder_swipe, name="herder_swipe"),
    path("shift/<str:key>/print/", shifts.shift_print, name="shift_print"),
]
