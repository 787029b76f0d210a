"""The questions at the door."""

from typing import Any

from allauth.account.forms import LoginForm


class SignIn(LoginForm):
    """Name and password; each has its label, and no grey word in the field that says it again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
