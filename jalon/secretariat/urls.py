"""The addresses of cooperation."""

from django.urls import path

from jalon.secretariat.views import directory, evaluation, first, meetings, outside, papers, past, room, showing, survey

app_name = "secretariat"
MEETING = "promises/meetings/<str:key>/"
FORUM = "promises/forum/<slug:forum>/"
urlpatterns = [
    path("promises/", first.promises, name="promises"),
    path("promises/found/", first.found, name="found"),
    path("promises/forum/<slug:forum>/", directory.forum, name="forum"),
    path("promises/forum/<slug:forum>/parties/", first.parties, name="parties"),
    # whom to call
    path("promises/directory/", directory.of_all, name="directory"),
    path("promises/directory/print/", directory.printed, name="directory_print"),
    path("promises/directory/pdf/", directory.pdf, name="directory_pdf"),
    path("promises/directory/line/<str:key>/", directory.line, name="line"),
    path("promises/directory/line/<str:key>/right/", directory.line_right, name="line_right"),
    path("promises/directory/line/<str:key>/withdrawn/", directory.line_withdrawn, name="line_withdrawn"),
    path("promises/forum/<slug:forum>/directory/new/", directory.new_line, name="new_line"),
    # meetings
    path("promises/forum/<slug:forum>/meetings/", meetings.of_a_forum, name="meetings"),
    path("promises/forum/<slug:forum>/meetings/new/", meetings.call, name="call_meeting"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}amend/", meetings.amend, name="meeting_amend"),
    path(f"{MEETING}state/", meetings.state, name="meeting_state"),
    path(f"{MEETING}agenda/", meetings.agenda, name="meeting_agenda"),
    path(f"{MEETING}agenda/<int:number>/", meetings.point, name="meeting_point"),
    path(f"{MEETING}delegations/", meetings.delegations, name="meeting_delegations"),
    path(f"{MEETING}attendance/", meetings.attendance, name="meeting_attendance"),
    path(f"{MEETING}minutes/", meetings.minutes, name="meeting_minutes"),
    path(f"{MEETING}papers/", papers.documents, name="meeting_documents"),
    path(f"{MEETING}papers/<str:kept_as>/", papers.document, name="meeting_document"),
    path(f"{MEETING}invitation/", papers.invitation, name="meeting_invitation"),
    path(f"{MEETING}invitation/pdf/", papers.invitation_pdf, name="meeting_invitation_pdf"),
    path(f"{MEETING}calendar/", papers.calendar, name="meeting_calendar"),
    path(f"{MEETING}sheet/", papers.sheet, name="meeting_sheet"),
    path(f"{MEETING}sheet/pdf/", papers.sheet_pdf, name="meeting_sheet_pdf"),
    path(f"{MEETING}workbook/", papers.workbook, name="meeting_workbook"),
    # the meeting room's screen
    path(f"{MEETING}room/", room.room, name="room"),
    path(f"{MEETING}room/now/", room.now, name="room_now"),
    path(f"{MEETING}room/turn/", room.turn, name="room_turn"),
    path(f"{MEETING}room/decide/", room.decide, name="room_decide"),
    path("promises/forum/<slug:forum>/evaluations/", evaluation.every, name="evaluations"),
    path("promises/forum/<slug:forum>/evaluations/draw/", evaluation.draw, name="evaluation_draw"),
    path("promises/meetings/<str:key>/evaluation/", evaluation.of_meeting, name="meeting_evaluation"),
    path("promises/evaluation/<str:key>/", evaluation.read, name="evaluation"),
    path("promises/evaluation/<str:key>/behind/<slug:indicator>/", evaluation.behind, name="evaluation_behind"),
    path("promises/evaluation/<str:key>/file/<slug:form>/", evaluation.file, name="evaluation_file"),
    path("promises/evaluation/<str:key>/communique/", evaluation.draft, name="communique"),
    # figures from outside, earlier recommendations, the survey, what a state shows
    path(f"{FORUM}figures/", outside.figures, name="figures"),
    path(f"{FORUM}figures/one/", outside.give_figure, name="give_figure"),
    path(f"{FORUM}figures/one/<str:key>/back/", outside.take_figure_back, name="take_figure_back"),
    path(f"{FORUM}figures/file/", outside.figures_file, name="figures_file"),
    path(f"{FORUM}figures/file/record/", outside.record_figures, name="record_figures"),
    path(f"{FORUM}figures/template/", outside.figures_template, name="figures_template"),
    path(f"{FORUM}figures/out/<slug:kind>/", outside.figures_out, name="figures_out"),
    path(f"{FORUM}import/", past.send, name="past"),
    path(f"{FORUM}import/<slug:token>/", past.read, name="past_read"),
    path(f"{FORUM}survey/", survey.survey, name="survey"),
    path(f"{FORUM}survey/form/", survey.fill, name="survey_fill"),
    path(f"{FORUM}survey/paper/<slug:audience>/", survey.form_pdf, name="survey_paper"),
    path(f"{FORUM}shows/", showing.shows, name="showing"),
    path(f"{FORUM}shows/quarter/", showing.quarter, name="quarter"),
]
