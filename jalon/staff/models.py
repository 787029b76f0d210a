"""Officers, their postings (rows that follow entries), and accounts (passwords and sessions: never entries)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jalon.web.gate import Role


class Officer(models.Model):
    """A person who serves. The id is pseudonymous: it is all that headers of entries show."""

    id = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=120)
    enrolled = models.CharField(max_length=80)  # the entry
    suspended = models.CharField(max_length=80, blank=True, default="")  # the entry; empty while the officer serves
    code_given_by = models.CharField(max_length=16, blank=True, default="")  # who gave the last one-time code
    code_given_at = models.BigIntegerField(null=True)  # ms

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


class ProposedPosting(models.Model):
    """A role that one administrator proposes for an officer. It counts once another person approves it."""

    WAITS, APPROVED, DECLINED = "waits", "approved", "declined"

    key = models.CharField(max_length=80, primary_key=True)
    officer = models.CharField(max_length=16, db_index=True)
    post = models.CharField(max_length=16)
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    since = models.DateField()
    until = models.DateField(null=True)
    proposed_by = models.CharField(max_length=16)
    proposed_at = models.BigIntegerField()  # ms
    state = models.CharField(max_length=10, default=WAITS)
    decided_by = models.CharField(max_length=16, blank=True)
    decided_at = models.BigIntegerField(null=True)


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, username: str, password: str | None, officer: str) -> "Account":
        """Without a password nobody signs in: a one-time code lets its holder choose one."""
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


class FirstCode(models.Model):
    """A one-time code that lets an officer choose a password. Like a password, it is no entry and only its hash is
    kept."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    salt = models.BinaryField(max_length=16)
    hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
