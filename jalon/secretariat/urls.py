"""The addresses of cooperation."""

from django.urls import path

from jalon.secretariat.views import (
    directory,
    first,
    meetings,
    papers,
    post_promises,
    progress,
    questions,
    room,
    sheets,
    silence,
)

app_name = "secretariat"
MEETING = "promises/meetings/<str:key>/"
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
    path(f"{MEETING}papers/<str:paper>/", papers.document, name="meeting_document"),
    path(f"{MEETING}invitation/", papers.invitation, name="meeting_invitation"),
    path(f"{MEETING}invitation/pdf/", papers.invitation_pdf, name="meeting_invitation_pdf"),
    path(f"{MEETING}calendar/", papers.calendar, name="meeting_calendar"),
    path(f"{MEETING}sheet/", papers.sheet, name="meeting_sheet"),
    path(f"{MEETING}sheet/pdf/", papers.sheet_pdf, name="meeting_sheet_pdf"),
    path(f"{MEETING}workbook/", papers.workbook, name="meeting_workbook"),
    # the meeting room's screen
    path(f"{MEETING}room/", room.room, name="room"),
    path(f"{MEETING}room/now/", room.now, name="room_now"),
    path(f"{MEETING}room/decide/", room.decide, name="room_decide"),
    # progress, questions, silence
    path("promises/mine/", progress.mine, name="mine"),
    path("promises/progress/on/<str:about>/", progress.report, name="report"),
    path("promises/progress/<str:key>/", progress.progress_report, name="progress_report"),
    path("promises/progress/<str:key>/release/", progress.release, name="release"),
    path("promises/progress/<str:key>/evidence/<int:number>/", progress.evidence, name="evidence"),
    path("promises/questions/about/<str:about>/", questions.ask, name="ask"),
    path("promises/questions/<str:key>/", questions.question, name="question"),
    path("promises/forum/<slug:forum>/silence/", silence.register, name="silence"),
    path("promises/forum/<slug:forum>/party/<str:code>/", silence.party, name="party_promises"),
    path("promises/forum/<slug:forum>/sheets/", sheets.answer_sheets, name="answer_sheets"),
    path("promises/forum/<slug:forum>/sheets/record/", sheets.record_sheet, name="record_sheet"),
    path("promises/forum/<slug:forum>/sheets/<str:code>/<str:language>/", sheets.answer_sheet, name="answer_sheet"),
    path("promises/progress/on/<str:about>/form/<str:code>/", sheets.paper_form, name="paper_form"),
    path("promises/post/", post_promises.post_promises, name="post_promises"),
    path("promises/post/<str:about>/", post_promises.post_report, name="post_report"),
]
