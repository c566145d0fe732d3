"""Notes that were edited before edits were shown: the day of the last edit, from their history."""

from django.db import migrations


def find_edits(apps, schema_editor):
    Note = apps.get_model("timeline", "Note")
    History = apps.get_model("timeline", "HistoricalNote")
    changed = History.objects.filter(history_type="~").values_list("id", flat=True).distinct()
    for note in Note.objects.filter(pk__in=list(changed)):
        versions = History.objects.filter(id=note.pk).order_by("history_date", "history_id")
        before = None
        for text, at in versions.values_list("text", "history_date"):
            if before not in (None, text):
                note.edited_at = at
            before = text
        if note.edited_at:
            note.save(update_fields=["edited_at"])


class Migration(migrations.Migration):
    dependencies = [("timeline", "0005_notes_on_check_ins_and_photos")]

    operations = [migrations.RunPython(find_edits, migrations.RunPython.noop)]
