"""The days that a form takes."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator

from jalon.cooperation.verbs import FIRST_DAY, LAST_DAY

IN_TIME = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
