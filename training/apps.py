from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self) -> None:
        from people import data_registry
        from training.data_uses import ENTRIES

        data_registry.register(*ENTRIES)
