"""A photo that waits in somebody's open form is nobody else's, whoever else may open the record."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lesions.models import Photo
from tests.conftest import Cast, SignIn
from tests.make import make_photo

OTHERS = ["caregiver", "reader", "dermatologist"]


@pytest.fixture
def waiting(cast: Cast) -> Photo:
    return make_photo(cast.record, attached_at=None, entered_by=cast.owner)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_opens_a_waiting_photo_or_its_file(
    cast: Cast, sign_in: SignIn, waiting: Photo, who: str
) -> None:
    client = sign_in(getattr(cast, who))
    urls = [
        reverse("lesions:photo", args=[waiting.pk]),
        reverse("lesions:photo-file", args=[waiting.pk, "small"]),
        reverse("lesions:photo-file", args=[waiting.pk, "full"]),
        reverse("lesions:photo-edit", args=[waiting.pk]),
    ]
    assert [client.get(url).status_code for url in urls] == [404] * 4


def test_nobody_else_deletes_or_restores_a_waiting_photo(cast: Cast, sign_in: SignIn, waiting: Photo) -> None:
    carl = sign_in(cast.caregiver)
    assert carl.post(reverse("lesions:photo-delete", args=[waiting.pk])).status_code == 404
    sign_in(cast.owner).post(reverse("lesions:photo-delete", args=[waiting.pk]))
    assert carl.post(reverse("lesions:photo-restore", args=[waiting.pk])).status_code == 404


def test_who_sent_a_waiting_photo_sees_it(cast: Cast, sign_in: SignIn, waiting: Photo) -> None:
    url = reverse("lesions:photo-file", args=[waiting.pk, "small"])
    assert sign_in(cast.owner).get(url).status_code == 200
