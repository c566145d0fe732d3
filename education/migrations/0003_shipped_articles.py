"""The shipped articles, published, on a site that has none yet."""

from django.db import migrations

from education.content.load import load_content


def load(apps, schema_editor):
    load_content(apps)


class Migration(migrations.Migration):
    dependencies = [("education", "0002_editors_group")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
