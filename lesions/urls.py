"""Addresses about lesions. The pages that show a lesion's history are in timeline."""

import datetime

from django.urls import path, register_converter

from lesions.views import (
    check_ins,
    coach,
    days,
    drafts,
    events,
    lesions,
    measure,
    measure_cards,
    measurement_list,
    offline,
    photo_import,
    photos,
    second_readings,
)


class DayConverter:
    """A day as 2026-11-23."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "lesions"
urlpatterns = [
    # open to anybody
    path("measure/card/", measure_cards.card_print, name="card-print"),
    # patients/<id>/
    path("patients/<uuid:patient_id>/lesions/add/", lesions.add_place, name="place-choose"),
    path(
        "patients/<uuid:patient_id>/lesions/add/<slug:site>/<slug:side>/",
        lesions.lesion_add,
        name="lesion-add",
    ),
    path("patients/<uuid:patient_id>/today/", days.today, name="today"),
    path("patients/<uuid:patient_id>/days/<day:day>/", days.day, name="day"),
    path("patients/<uuid:patient_id>/photos/", photos.photo_list, name="photo-list"),
    path("patients/<uuid:patient_id>/photos/upload/", photos.photo_upload, name="photo-upload"),
    path("patients/<uuid:patient_id>/photos/add/", photo_import.photo_import, name="photo-import"),
    path("patients/<uuid:patient_id>/drafts/<slug:kind>/<slug:key>/", drafts.draft_keep, name="draft-keep"),
    path(
        "patients/<uuid:patient_id>/drafts/<slug:kind>/<slug:key>/discard/",
        drafts.draft_discard,
        name="draft-discard",
    ),
    path(
        "patients/<uuid:patient_id>/written-offline/", offline.written_offline_in, name="written-offline-in"
    ),
    path("patients/<uuid:patient_id>/cards/", measure_cards.card_list, name="card-list"),
    path("patients/<uuid:patient_id>/cards/add/", measure_cards.card_add, name="card-add"),
    path("cards/<uuid:card_id>/edit/", measure_cards.card_edit, name="card-edit"),
    path("cards/<uuid:card_id>/retire/", measure_cards.card_retire, name="card-retire"),
    path("cards/<uuid:card_id>/use-again/", measure_cards.card_use_again, name="card-use-again"),
    path("written-offline/", offline.written_offline, name="written-offline"),
    path("written-offline/<uuid:submission>/", offline.has_arrived, name="has-arrived"),
    # lesions/<id>/
    path("lesions/<uuid:lesion_id>/edit/", lesions.lesion_edit, name="lesion-edit"),
    path("lesions/<uuid:lesion_id>/place/", lesions.lesion_place, name="lesion-place"),
    path("lesions/<uuid:lesion_id>/delete/", lesions.lesion_delete, name="lesion-delete"),
    path("lesions/<uuid:lesion_id>/restore/", lesions.lesion_restore, name="lesion-restore"),
    path("lesions/<uuid:lesion_id>/check-in/", check_ins.check_in_add, name="check-in"),
    path("lesions/<uuid:lesion_id>/same/", check_ins.same, name="same"),
    path("lesions/<uuid:lesion_id>/check-ins/", check_ins.check_in_list, name="check-in-list"),
    path("lesions/<uuid:lesion_id>/events/add/", events.event_add, name="event-add"),
    path("lesions/<uuid:lesion_id>/events/tap/", events.event_tap, name="event-tap"),
    # check-ins/<id>/, events/<id>/, days/<id>/
    path("check-ins/<uuid:check_in_id>/edit/", check_ins.check_in_edit, name="check-in-edit"),
    path("check-ins/<uuid:check_in_id>/delete/", check_ins.check_in_delete, name="check-in-delete"),
    path("check-ins/<uuid:check_in_id>/restore/", check_ins.check_in_restore, name="check-in-restore"),
    path("events/<uuid:event_id>/edit/", events.event_edit, name="event-edit"),
    path("events/<uuid:event_id>/delete/", events.event_delete, name="event-delete"),
    path("events/<uuid:event_id>/restore/", events.event_restore, name="event-restore"),
    path("daily-entries/<uuid:entry_id>/delete/", days.day_delete, name="day-delete"),
    path("daily-entries/<uuid:entry_id>/restore/", days.day_restore, name="day-restore"),
    # photos/<id>/
    path("photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path("photos/<uuid:photo_id>/edit/", photos.photo_edit, name="photo-edit"),
    path("photos/<uuid:photo_id>/delete/", photos.photo_delete, name="photo-delete"),
    path("photos/<uuid:photo_id>/restore/", photos.photo_restore, name="photo-restore"),
    path("photos/<uuid:photo_id>/coach/", coach.photo_coach, name="photo-coach"),
    path("photos/<uuid:photo_id>/measure/", measure.measure_unnamed, name="measure-unnamed"),
    path("photos/<uuid:photo_id>/measure/<uuid:lesion_id>/", measure.measure, name="measure"),
    path("photos/<uuid:photo_id>/outline/", measure.measure_propose, name="measure-propose"),
    path("photos/<uuid:photo_id>/reading/", measure.measure_read, name="measure-read"),
    path(
        "lesions/<uuid:lesion_id>/measurements/", measurement_list.measurement_list, name="measurement-list"
    ),
    path(
        "lesions/<uuid:lesion_id>/measurements/csv/",
        measurement_list.measurements_csv,
        name="measurements-csv",
    ),
    path(
        "lesions/<uuid:lesion_id>/measurements/json/",
        measurement_list.measurements_json,
        name="measurements-json",
    ),
    # second-readings/<id>/
    path("second-readings/", second_readings.second_reading_list, name="second-readings"),
    path("second-readings/<uuid:reading_id>/", second_readings.second_reading, name="second-reading"),
    path(
        "second-readings/<uuid:reading_id>/decline/",
        second_readings.second_reading_decline,
        name="second-reading-decline",
    ),
    path(
        "second-readings/<uuid:reading_id>/withdraw/",
        second_readings.second_reading_withdraw,
        name="second-reading-withdraw",
    ),
    # measurements/<id>/
    path(
        "measurements/<uuid:measurement_id>/second-reading/",
        second_readings.second_reading_ask,
        name="second-reading-ask",
    ),
    path("measurements/<uuid:measurement_id>/delete/", measure.measurement_delete, name="measurement-delete"),
    path(
        "measurements/<uuid:measurement_id>/restore/", measure.measurement_restore, name="measurement-restore"
    ),
    path("photos/<uuid:photo_id>/<slug:size>/", photos.photo_file, name="photo-file"),
]
