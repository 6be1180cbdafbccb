from django.apps import AppConfig


class DevServersConfig(AppConfig):
    """App with the command `manage.py up`, installed only in development and tests."""

    name = "devservers"
