"""Dated rules of travel, as data: who needs a visa where, how long one may stay, herds' seasons, fees.

A library: it knows no database, no network, no clock and no Django. `jalon.regimes.rules` is its front door.
"""
