"""SQL that lets the audit only grow: the database itself refuses to change or delete an event."""

from typing import Any

SQLITE = {
    "up": [
        (
            "CREATE TRIGGER access_event_no_update BEFORE UPDATE ON accounts_accessevent "
            "BEGIN SELECT RAISE(ABORT, 'access events are append-only'); END"
        ),
        (
            "CREATE TRIGGER access_event_no_delete BEFORE DELETE ON accounts_accessevent "
            "BEGIN SELECT RAISE(ABORT, 'access events are append-only'); END"
        ),
    ],
    "down": [
        "DROP TRIGGER IF EXISTS access_event_no_update",
        "DROP TRIGGER IF EXISTS access_event_no_delete",
    ],
}
POSTGRESQL = {
    "up": [
        (
            "CREATE OR REPLACE FUNCTION access_event_is_append_only() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION 'access events are append-only'; END $$ LANGUAGE plpgsql"
        ),
        (
            "CREATE TRIGGER access_event_no_change BEFORE UPDATE OR DELETE ON accounts_accessevent "
            "FOR EACH ROW EXECUTE FUNCTION access_event_is_append_only()"
        ),
    ],
    "down": ["DROP TRIGGER IF EXISTS access_event_no_change ON accounts_accessevent"],
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def install(apps: Any, schema_editor: Any) -> None:
    for statement in STATEMENTS[schema_editor.connection.vendor]["up"]:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    for statement in STATEMENTS[schema_editor.connection.vendor]["down"]:
        schema_editor.execute(statement)
