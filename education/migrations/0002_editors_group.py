"""The group "Editors": everything about articles, nothing about people or records."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUP = "Editors"
CODENAMES = [
    "add_article", "change_article", "delete_article", "view_article", "publish_article",
    "add_section", "change_section", "delete_section", "view_section",
    "add_source", "change_source", "delete_source", "view_source",
    # A version is never added or deleted by hand; "change" only writes the approval.
    "change_revision", "view_revision",
]


def make_group(apps, schema_editor):
    # Permissions are usually made after all migrations have run; the group needs them now.
    config = apps.get_app_config("education")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="education", codename__in=CODENAMES
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    group.permissions.set(permissions)


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("education", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_group, remove_group)]
