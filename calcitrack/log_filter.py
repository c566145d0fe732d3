"""Keeps secrets that stand in addresses out of the log."""

import logging
import re

# What follows these is a secret of somebody, or was one a moment ago.
SECRET = re.compile(
    r"(/(?:calendar|invitations|reminders/stop|account/password/reset/key|account/confirm-email|shared(?!/for/))/)"
    r"[^\s/\"'?]+"
)


class HideSecrets(logging.Filter):
    """Writes … for the secret part of an address, such as that of a calendar."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):
            text = str(record.msg)  # a line that was written wrong somewhere must not stop who wrote it
        record.msg, record.args = SECRET.sub(r"\1…", text), ()
        if record.exc_info and not record.exc_text:
            # Formatters take the trace from here; an error may quote the address that led to it.
            record.exc_text = SECRET.sub(r"\1…", logging.Formatter().formatException(record.exc_info))
        return True
