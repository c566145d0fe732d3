"""The coins to choose from when there is no card, by currency, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as many

from lesions.measurement.coins import COINS, Coin

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Words(NamedTuple):
    """A currency's name in the list, and the words for whole units and for hundredths of them."""

    name: StrPromise
    whole: Any  # what ngettext_lazy gives: it is filled with the number by %
    hundredths: Any


CENTS = many("%d cent", "%d cents")
DOLLARS = many("%d dollar", "%d dollars")
KRONER, OERE = many("%d krone", "%d kroner"), many("%d øre", "%d øre")
PESOS = many("%d peso", "%d pesos")
CENTAVOS = many("%d centavo", "%d centavos")
CURRENCIES: dict[str, Words] = {
    "EUR": Words(_("Euro"), many("%d euro", "%d euro"), CENTS),
    "USD": Words(_("US dollar"), DOLLARS, CENTS),
    "GBP": Words(_("British pound"), many("%d pound", "%d pounds"), many("%d penny", "%d pence")),
    "CHF": Words(_("Swiss franc"), many("%d franc", "%d francs"), many("%d centime", "%d centimes")),
    "CAD": Words(_("Canadian dollar"), DOLLARS, CENTS),
    "AUD": Words(_("Australian dollar"), DOLLARS, CENTS),
    "NZD": Words(_("New Zealand dollar"), DOLLARS, CENTS),
    "JPY": Words(_("Japanese yen"), many("%d yen", "%d yen"), many("%d sen", "%d sen")),
    "INR": Words(_("Indian rupee"), many("%d rupee", "%d rupees"), many("%d paisa", "%d paise")),
    "SEK": Words(_("Swedish krona"), many("%d krona", "%d kronor"), many("%d öre", "%d öre")),
    "NOK": Words(_("Norwegian krone"), KRONER, OERE),
    "DKK": Words(_("Danish krone"), KRONER, OERE),
    "PLN": Words(_("Polish złoty"), many("%d złoty", "%d złoty"), many("%d grosz", "%d groszy")),
    "CZK": Words(_("Czech koruna"), many("%d koruna", "%d koruna"), many("%d haléř", "%d haléř")),
    "BRL": Words(_("Brazilian real"), many("%d real", "%d reais"), CENTAVOS),
    "MXN": Words(_("Mexican peso"), PESOS, CENTAVOS),
    "ZAR": Words(_("South African rand"), many("%d rand", "%d rand"), CENTS),
}


def coin_name(coin: Coin) -> str:
    """Such as "2 euro, 25.75 mm across"; the size lets somebody check the coin with a ruler."""
    words, value = CURRENCIES[coin.currency], float(coin.value)
    named = words.whole % round(value) if value >= 1 else words.hundredths % round(value * 100)
    return gettext("%(coin)s, %(mm)s mm across") % {
        "coin": named,
        "mm": number_format(f"{coin.diameter_mm:g}"),
    }


def coin_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped for a list to choose from: currency, then its coins from small to large in value."""
    return [
        (
            str(words.name),
            [(key, coin_name(coin)) for key, coin in COINS.items() if coin.currency == currency],
        )
        for currency, words in CURRENCIES.items()
    ]
