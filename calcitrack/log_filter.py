"""Keeps secrets that stand in addresses out of the log."""

import logging
import re

# What follows these is a secret of somebody, or was one a moment ago.
SECRET = re.compile(
    r"(/(?:calendar|invitations|reminders/stop|account/password/reset/key|account/confirm-email)/)[^\s/\"'?]+"
)


class HideSecrets(logging.Filter):
    """Writes … for the secret part of an address, such as that of a calendar."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), ()
        return True
