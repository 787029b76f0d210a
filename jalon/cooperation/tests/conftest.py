"""The node under test as a headquarters."""

from jalon.adjudication.tests.conftest import headquarters

__all__ = ["headquarters"]
