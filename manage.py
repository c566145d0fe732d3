#!/usr/bin/env python
"""Run Django's commands with CalciTrack's settings."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["measure_photo"]:
        # Knows files only: it needs no settings, no secret and no database, and starts faster without.
        from lesions.management.commands.measure_photo import Command

        Command().run_from_argv(sys.argv)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calcitrack.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
