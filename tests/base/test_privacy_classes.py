import pytest
from django.apps import apps

from tidewaiter.base.kernel.privacy import PrivacyClass

OURS = [
    model
    for label in ("identity", "audit", "privacy")
    for model in apps.get_app_config(label).get_models()
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_of_the_foundations_says_how_private_it_is(model):
    fields = {field.name for field in model._meta.concrete_fields}
    assert set(model.Privacy.fields) == fields
    assert all(isinstance(each, PrivacyClass) for each in model.Privacy.fields.values())


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_model_of_the_foundations_overrides_save(model):
    assert "save" not in vars(model)
