"""Addresses of the pages that read across the record, and of the review."""

from django.urls import path

from timeline.views import (
    charts,
    compare,
    maps,
    merging,
    notes,
    open_doors,
    record,
    reminders,
    requests,
    review,
    walk,
)

app_name = "timeline"
urlpatterns = [
    path("", record.home, name="home"),
    path("check-in/", walk.own_walk, name="own-walk"),
    # patients/<id>/
    path("patients/<uuid:patient_id>/", record.overview, name="overview"),
    path("patients/<uuid:patient_id>/check-in/", walk.walk, name="walk"),
    path("patients/<uuid:patient_id>/timeline/", record.timeline, name="timeline"),
    path("patients/<uuid:patient_id>/chart/", charts.chart, name="chart"),
    path("patients/<uuid:patient_id>/chart/csv/", charts.chart_csv, name="chart-csv"),
    path("patients/<uuid:patient_id>/context/", record.context, name="context"),
    path("patients/<uuid:patient_id>/map/", maps.day_map, name="map"),
    path("patients/<uuid:patient_id>/more/", record.more, name="more"),
    path("patients/<uuid:patient_id>/deleted/", record.deleted, name="deleted"),
    path("patients/<uuid:patient_id>/search/", record.search, name="search"),
    path("patients/<uuid:patient_id>/labs/<slug:analyte>/", record.lab_trend, name="lab-trend"),
    path("patients/<uuid:patient_id>/notes/add/", notes.patient_note_add, name="patient-note-add"),
    path("patients/<uuid:patient_id>/requests/", requests.request_list, name="request-list"),
    path(
        "patients/<uuid:patient_id>/requests/add/", requests.patient_request_add, name="patient-request-add"
    ),
    path("patients/<uuid:patient_id>/photo-day/", reminders.photo_day, name="photo-day"),
    path("patients/<uuid:patient_id>/reminders/", reminders.reminder_list, name="reminders"),
    path("patients/<uuid:patient_id>/reminders/add/", reminders.reminder_add, name="reminder-add"),
    path("patients/<uuid:patient_id>/reminders/calendar/", reminders.calendar_make, name="calendar-make"),
    path(
        "patients/<uuid:patient_id>/reminders/calendar/<uuid:feed_id>/stop/",
        reminders.calendar_stop,
        name="calendar-stop",
    ),
    # lesions/<id>/
    path("lesions/<uuid:lesion_id>/", record.lesion, name="lesion"),
    path("lesions/<uuid:lesion_id>/compare/", compare.compare, name="compare"),
    path("lesions/<uuid:lesion_id>/compare/marks/", compare.compare_marks, name="compare-marks"),
    path("lesions/<uuid:lesion_id>/notes/add/", notes.lesion_note_add, name="lesion-note-add"),
    path("lesions/<uuid:lesion_id>/requests/add/", requests.lesion_request_add, name="lesion-request-add"),
    path("lesions/<uuid:lesion_id>/type/", review.diagnosis, name="diagnosis"),
    path("lesions/<uuid:lesion_id>/unread/", review.lesion_unread, name="lesion-unread"),
    path("lesions/<uuid:lesion_id>/merge/", merging.merge_choose, name="merge-choose"),
    path("lesions/<uuid:lesion_id>/merge/<uuid:other_id>/", merging.merge, name="merge"),
    path("lesions/<uuid:lesion_id>/split/", merging.split, name="split"),
    path("changes/<uuid:change_id>/undo/", merging.change_undo, name="change-undo"),
    # check-ins/<id>/, photos/<id>/
    path("check-ins/<uuid:check_in_id>/notes/add/", notes.check_in_note_add, name="check-in-note-add"),
    path("photos/<uuid:photo_id>/notes/add/", notes.photo_note_add, name="photo-note-add"),
    # review/
    path("review/", review.worklist, name="worklist"),
    path("review/<uuid:patient_id>/", review.review, name="review"),
    path("review/<uuid:patient_id>/reviewed/", review.reviewed, name="reviewed"),
    path("review/<uuid:patient_id>/unread/", review.unread, name="unread"),
    path("reviews/<uuid:review_id>/undo/", review.review_undo, name="review-undo"),
    # notes/<id>/, requests/<id>/
    path("notes/<uuid:note_id>/", notes.note, name="note"),
    path("notes/<uuid:note_id>/open/", notes.note_open, name="note-open"),
    path("notes/<uuid:note_id>/edit/", notes.note_edit, name="note-edit"),
    path("notes/<uuid:note_id>/delete/", notes.note_delete, name="note-delete"),
    path("notes/<uuid:note_id>/restore/", notes.note_restore, name="note-restore"),
    path("requests/<uuid:request_id>/take-up/", requests.request_take_up, name="request-take-up"),
    path("requests/<uuid:request_id>/decline/", requests.request_decline, name="request-decline"),
    path("requests/<uuid:request_id>/withdraw/", requests.request_withdraw, name="request-withdraw"),
    # reminders/<id>/, and what opens without signing in
    path("reminders/<uuid:plan_id>/edit/", reminders.reminder_edit, name="reminder-edit"),
    path("reminders/<uuid:plan_id>/pause/", reminders.reminder_pause, name="reminder-pause"),
    path("reminders/<uuid:plan_id>/remove/", reminders.reminder_remove, name="reminder-remove"),
    path("reminders/<uuid:plan_id>/restore/", reminders.reminder_restore, name="reminder-restore"),
    path("reminders/stop/<str:signed>/", open_doors.reminders_stop, name="reminders-stop"),
    path("calendar/<str:token>.ics", open_doors.calendar_feed, name="calendar-feed"),
]
