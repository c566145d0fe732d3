"""Coins in circulation with their diameters, as something of known length that people have at hand.

Only coins that are round and of one diameter in every series still in use: the 1 and 2 rupee coins, which
come in several sizes, the twelve-sided pound, the notched 20 cents of the euro and the like are left out.
Millimetres as the issuer gives them:

- EUR: Council Regulation (EU) No 729/2014. USD: 31 USC 5112 and the US Mint. GBP: the Royal Mint.
- CHF: Swissmint. CAD: Royal Canadian Mint. AUD: Royal Australian Mint. NZD: Reserve Bank of New Zealand.
- JPY: Japan Mint. INR: Reserve Bank of India. SEK: Sveriges Riksbank. NOK: Norges Bank.
- DKK: Danmarks Nationalbank. PLN: Narodowy Bank Polski. CZK: Czech National Bank.
- BRL: Banco Central do Brasil. MXN: Banco de México. ZAR: South African Reserve Bank.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Coin:
    """A round coin. ``key``: currency (ISO 4217) and face value, such as ``EUR-0.20``."""

    key: str
    diameter_mm: float

    @property
    def currency(self) -> str:
        return self.key.partition("-")[0]

    @property
    def value(self) -> str:
        return self.key.partition("-")[2]


_DIAMETERS: dict[str, dict[str, float]] = {
    "EUR": {
        "0.01": 16.25, "0.02": 18.75, "0.05": 21.25, "0.10": 19.75, "0.50": 24.25,
        "1": 23.25, "2": 25.75,
    },
    "USD": {"0.01": 19.05, "0.05": 21.21, "0.10": 17.91, "0.25": 24.26, "0.50": 30.61, "1": 26.49},
    "GBP": {"0.01": 20.3, "0.02": 25.9, "0.05": 18.0, "0.10": 24.5, "2": 28.4},
    "CHF": {
        "0.05": 17.15, "0.10": 19.15, "0.20": 21.05, "0.50": 18.2, "1": 23.2, "2": 27.4, "5": 31.45,
    },
    "CAD": {"0.05": 21.2, "0.10": 18.03, "0.25": 23.88, "2": 28.0},
    "AUD": {"0.05": 19.41, "0.10": 23.6, "1": 25.0, "2": 20.5},
    "NZD": {"0.10": 20.5, "0.50": 24.75, "1": 23.0, "2": 26.5},
    "JPY": {"1": 20.0, "5": 22.0, "10": 23.5, "50": 21.0, "100": 22.6, "500": 26.5},
    "INR": {"10": 27.0},
    "SEK": {"1": 19.5, "2": 22.5, "5": 23.75, "10": 20.5},
    "NOK": {"1": 21.0, "5": 26.0, "10": 24.0, "20": 27.5},
    "DKK": {"0.50": 21.5, "1": 20.25, "2": 24.5, "5": 28.5, "10": 23.35, "20": 27.0},
    "PLN": {
        "0.01": 15.5, "0.02": 17.5, "0.05": 19.5, "0.10": 16.5, "0.20": 18.5, "0.50": 20.5,
        "1": 23.0, "2": 21.5, "5": 24.0,
    },
    "CZK": {"1": 20.0, "5": 23.0, "10": 24.5, "50": 27.5},
    "BRL": {"0.05": 22.0, "0.10": 20.0, "0.25": 25.0, "0.50": 23.0, "1": 27.0},
    "MXN": {"1": 21.0, "2": 23.0, "5": 25.5, "10": 28.0},
    "ZAR": {"0.10": 16.0, "0.20": 19.0, "0.50": 22.0, "1": 20.0, "2": 23.0, "5": 26.0},
}  # fmt: skip

#: every coin by its key, small to large within a currency
COINS: dict[str, Coin] = {
    f"{currency}-{value}": Coin(f"{currency}-{value}", diameter)
    for currency, values in _DIAMETERS.items()
    for value, diameter in values.items()
}
