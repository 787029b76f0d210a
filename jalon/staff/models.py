"""Officers, their postings (rows that follow entries), and accounts (passwords and sessions: never entries)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jalon.web.gate import Role


class Officer(models.Model):
    """A person who serves. The id is pseudonymous: it is all that headers of entries show."""

    id = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=120)
    enrolled = models.CharField(max_length=80)  # the entry

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """A role that an officer holds at a post, for a time; ended by a later entry, never deleted."""

    key = models.CharField(max_length=80, primary_key=True)
    officer = models.CharField(max_length=16, db_index=True)
    post = models.CharField(max_length=16)
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    since = models.DateField()
    until = models.DateField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, username: str, password: str, officer: str) -> "Account":
        account = self.model(username=username, officer=officer)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """How an officer signs in on this machine."""

    username = models.CharField(max_length=60, unique=True)
    officer = models.CharField(max_length=16, unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    objects = AccountManager()

    def get_short_name(self) -> str:
        return Officer.objects.filter(id=self.officer).values_list("name", flat=True).first() or self.username

    get_full_name = get_short_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
