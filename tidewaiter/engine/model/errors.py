"""How the model says no."""

from collections.abc import Mapping
from types import MappingProxyType


class ModelError(ValueError):
    """Data or a file that no model is made of, with a code, a sentence and what to do about it.

    `template` and `cure` name the values in braces.
    """

    def __init__(
        self, code: str, template: str, cure: str, values: Mapping[str, object] | None = None
    ) -> None:
        self.code = code
        self.template = template
        self.cure = cure
        self.values: Mapping[str, object] = MappingProxyType(dict(values or {}))
        super().__init__(f"{template.format_map(self.values)} {cure.format_map(self.values)}")
