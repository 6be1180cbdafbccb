"""What import contracts cannot see: foreign keys are string labels, and they point down the layers only."""

from django.apps import apps

from tests.architecture.rooms import FLOORS, ROOMS

LAYERS = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


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
        and LAYERS[field.related_model._meta.app_label] > LAYERS[model._meta.app_label]
    ]
    assert upward == []


def test_each_room_has_a_floor() -> None:
    """All but the settings, and the servers of development, which have contracts of their own."""
    assert {room for floor in FLOORS for room in floor} == {*ROOMS} - {"config", "devservers"}
