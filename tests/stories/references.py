"""References that the database does not hold itself: whether each leads to a row."""

from django.apps import apps
from django.db.models import Exists, ForeignKey, OuterRef


def dangling() -> dict[str, int]:
    """Fields without a constraint whose value names no row, with the number of such rows."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and not field.db_constraint:
                named = field.related_model.objects.filter(pk=OuterRef(field.attname))
                lost = model.objects.exclude(**{f"{field.name}__isnull": True})
                count = lost.filter(~Exists(named)).count()
                if count:
                    found[f"{model._meta.label}.{field.name}"] = count
    return found
