"""The tables of capacity, a file for each family."""

from jalon.capacity.models.assessments import (
    Assessment,
    AssessmentDraft,
    AssessmentDraftFile,
    AssessmentFile,
    AssessmentWithdrawn,
)
from jalon.capacity.models.assets import Asset, AssetFact, What
from jalon.capacity.models.register import RegisterFact
from jalon.capacity.models.training import Trained, Training, TrainingWithdrawn

__all__ = [
    "Assessment",
    "AssessmentDraft",
    "AssessmentDraftFile",
    "AssessmentFile",
    "AssessmentWithdrawn",
    "Asset",
    "AssetFact",
    "RegisterFact",
    "Trained",
    "Training",
    "TrainingWithdrawn",
    "What",
]
