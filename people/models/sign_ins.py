"""Users: the accounts of people."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now

from people.models.persons import LONGEST_EMAIL, Person
from people.models.roles import Role, RoleGrant


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet["User"]:
        """Users with their person, because each page shows the name."""
        return super().get_queryset().select_related("person")

    def of_address(self, email: str) -> "User | None":
        """Active user with this e-mail address, or None."""
        # In lower case some letters become ASCII ones, and that mailbox belongs to someone else.
        return self.filter(email=email.lower() if email.isascii() else email, is_active=True).first()

    def create_user(self, *, email: str, person: Person, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower(), person=person, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Account of exactly one person, with an e-mail address in lower case."""

    email = models.EmailField(max_length=LONGEST_EMAIL, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(db_default=Now())

    person_id: int

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        verbose_name_plural = "accounts"
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.email

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles of the person, read once per request."""
        return frozenset(RoleGrant.objects.filter(person_id=self.person_id).values_list("role", flat=True))

    def has_role(self, *roles: Role) -> bool:
        """Whether the person has at least one of the roles."""
        return not self.roles.isdisjoint(roles)
