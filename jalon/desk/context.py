"""What every page shows of its place: the post, the node, the shift, the lists' age, what was not sent."""
from typing import Any

from django.http import HttpRequest


def place(request: HttpRequest) -> dict[str, Any]:
    return {}
