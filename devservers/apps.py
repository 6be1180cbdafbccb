from django.apps import AppConfig


class DevServersConfig(AppConfig):
    """Gives `manage.py` the command `up`, in the settings of development and tests alone."""

    name = "devservers"
