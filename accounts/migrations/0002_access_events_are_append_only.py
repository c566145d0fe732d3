from django.db import migrations

from accounts import audit_triggers


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(audit_triggers.install, audit_triggers.remove)]
