"""The site as gunicorn serves it, but a request may name where or when its process is killed (-9)."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db.backends.base.base import BaseDatabaseWrapper

from calcitrack.wsgi import application as site
from lesions.models import Photo

asked: dict[str, Any] = {"point": "", "files": 0}


def reach(point: str) -> None:
    if asked["point"] == point:
        os.kill(os.getpid(), signal.SIGKILL)


def counting(save: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **options: Any) -> Any:
        name = save(*args, **options)
        asked["files"] += 1
        reach(f"file {asked['files']}")
        return name

    return wrapped


def after(function: Callable[..., Any], point: str, *, only_with_files: bool = False) -> Callable[..., Any]:
    def wrapped(*args: Any, **options: Any) -> Any:
        answer = function(*args, **options)
        if asked["files"] or not only_with_files:
            reach(point)
        return answer

    return wrapped


FileSystemStorage.save = counting(FileSystemStorage.save)  # type: ignore[method-assign]
Photo.save = after(Photo.save, "row")  # type: ignore[method-assign]
BaseDatabaseWrapper.commit = after(  # type: ignore[method-assign]
    BaseDatabaseWrapper.commit, "commit", only_with_files=True
)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    asked.update(point=environ.get("HTTP_X_KILL_AT", ""), files=0)
    is_moment = asked["point"].endswith(" ms")
    after_s = int(asked["point"].split()[0]) / 1000 if is_moment else 0
    clock = threading.Timer(after_s, os.kill, (os.getpid(), signal.SIGKILL))
    clock.daemon = True
    if is_moment:
        clock.start()
    answer: Iterable[bytes] = site(environ, start_response)
    clock.cancel()  # whoever was answered sooner is not killed in the midst of the next request
    reach("answer")
    return answer
