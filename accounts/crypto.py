"""Encrypts short secrets before they are stored, such as the key of an authenticator app."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# Names the way a value was encrypted, so that a later way can stand beside it.
VERSION = "v1:"
NONCE_BYTES = 12


class CannotDecryptError(ValueError):
    """The value was not encrypted with this key, or somebody changed it."""


def _cipher() -> AESGCM:
    source = settings.FIELD_KEY or settings.SECRET_KEY
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"calcitrack field v1").derive(source.encode())
    return AESGCM(key)


def encrypt_text(text: str) -> str:
    """Encrypt with AES-256-GCM; the same text gives another value every time."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = _cipher().encrypt(nonce, text.encode(), VERSION.encode())
    return VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def decrypt_text(value: str) -> str:
    """Give back what ``encrypt_text`` was given.

    Raises:
        CannotDecryptError: another key, another version, or the value was changed.
    """
    if not value.startswith(VERSION):
        raise CannotDecryptError("The value has no known version.")
    try:
        raw = base64.urlsafe_b64decode(value.removeprefix(VERSION))
        return _cipher().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], VERSION.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotDecryptError("The value cannot be read with the key of this site.") from error
