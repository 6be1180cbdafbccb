"""What import contracts cannot see: foreign keys are string labels, and they point down the layers only."""

from django.apps import apps

LAYERS = ["core", "journal", "people", "feedback", "scripts_library", "quality", "recognition", "crisis", "desk"]


def test_foreign_keys_point_downwards_only() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in LAYERS
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and field.related_model._meta.app_label in LAYERS
        and LAYERS.index(field.related_model._meta.app_label) > LAYERS.index(model._meta.app_label)
    ]
    assert upward == []
