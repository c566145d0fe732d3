"""Where CalciTrack's rules meet allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    pass


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    pass
