"""The tables of capacity, a file for each family."""

from jalon.capacity.models.assessments import (
    Assessment,
    AssessmentDraft,
    AssessmentDraftFile,
    AssessmentFile,
    AssessmentWithdrawn,
)

__all__ = [
    "Assessment",
    "AssessmentDraft",
    "AssessmentDraftFile",
    "AssessmentFile",
    "AssessmentWithdrawn",
]
