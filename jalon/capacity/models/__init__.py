"""The tables of capacity, a file for each family."""

from jalon.capacity.models.assets import Asset, AssetFact, What
from jalon.capacity.models.register import RegisterFact
from jalon.capacity.models.training import Trained, Training, TrainingWithdrawn

__all__ = [
    "Asset",
    "AssetFact",
    "RegisterFact",
    "Trained",
    "Training",
    "TrainingWithdrawn",
    "What",
]
