"""A link of Rosa's with one photo."""

from __future__ import annotations

import pytest

from lesions.models import Photo
from records.share import NewLink
from tests.conftest import Cast
from tests.records.make import make_shown_photo, share


@pytest.fixture
def photo(cast: Cast) -> Photo:
    return make_shown_photo(cast.record)


@pytest.fixture
def made(cast: Cast, photo: Photo) -> NewLink:
    return share(cast.record, cast.owner, photo)
