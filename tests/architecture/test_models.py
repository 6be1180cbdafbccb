"""Foreign keys point only to lower layers. Import contracts can't check them, because they are strings."""

from django.apps import apps

from tests.architecture.rooms import FLOORS, ROOMS

LAYERS = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def test_foreign_keys_point_only_to_lower_rooms() -> None:
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


def test_each_room_is_in_the_layers() -> None:
    """Except the settings, and the packages for developers."""
    assert {room for floor in FLOORS for room in floor} == {*ROOMS} - {"config", "devservers", "translations"}
