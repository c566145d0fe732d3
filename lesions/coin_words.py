"""The coins to choose from when there is no card, by currency, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lesions.measurement.coins import COINS, Coin

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

#: currency -> its name in the list, the words for whole units, and those for hundredths
CURRENCIES: dict[str, tuple[StrPromise, StrPromise, StrPromise]] = {
    "EUR": (_("Euro"), _("%s euro"), _("%s euro cents")),
    "USD": (_("US dollar"), _("%s dollar"), _("%s cents")),
    "GBP": (_("British pound"), _("%s pounds"), _("%s pence")),
    "CHF": (_("Swiss franc"), _("%s francs"), _("%s centimes")),
    "CAD": (_("Canadian dollar"), _("%s dollars"), _("%s cents")),
    "AUD": (
        _("Australian dollar"), _("%s dollars"), _("%s cents"),
    ),
    "NZD": (
        _("New Zealand dollar"), _("%s dollars"),
        _("%s cents"),
    ),
    "JPY": (_("Japanese yen"), _("%s yen"), _("%s sen")),
    "INR": (_("Indian rupee"), _("%s rupees"), _("%s paise")),
    "SEK": (_("Swedish krona"), _("%s kronor"), _("%s öre")),
    "NOK": (_("Norwegian krone"), _("%s kroner"), _("%s øre")),
    "DKK": (_("Danish krone"), _("%s kroner"), _("%s øre")),
    "PLN": (_("Polish złoty"), _("%s złoty"), _("%s groszy")),
    "CZK": (_("Czech koruna"), _("%s Kč"), _("%s haléřů")),
    "BRL": (_("Brazilian real"), _("%s real"), _("%s centavos")),
    "MXN": (_("Mexican peso"), _("%s pesos"), _("%s centavos")),
    "ZAR": (_("South African rand"), _("%s rand"), _("%s cents")),
}  # fmt: skip


def coin_name(coin: Coin) -> str:
    """Such as "2 euro, 25.75 mm across"; the size lets somebody check the coin with a ruler."""
    _name, whole, hundredths = CURRENCIES[coin.currency]
    value = float(coin.value)
    words = str(whole) % f"{value:g}" if value >= 1 else str(hundredths) % f"{value * 100:g}"
    return gettext("%(coin)s, %(mm)s mm across") % {
        "coin": words,
        "mm": number_format(f"{coin.diameter_mm:g}"),
    }


def coin_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped for a list to choose from: currency, then its coins from small to large in value."""
    return [
        (str(names[0]), [(key, coin_name(coin)) for key, coin in COINS.items() if coin.currency == currency])
        for currency, names in CURRENCIES.items()
    ]
