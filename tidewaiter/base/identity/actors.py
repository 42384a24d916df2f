"""Whoever gives a command: a person, the machine of an organisation, or the system itself."""

from dataclasses import dataclass
from enum import StrEnum

from tidewaiter.base.identity.permissions import DESCRIPTIONS, Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text


class ActorKind(StrEnum):
    """What acts."""

    PERSON = "person"
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at one moment, with what they may do.

    The label goes into the audit trail and so has no personal data; the name is for the screen.
    """

    kind: ActorKind
    id: str
    label: str
    name: str = ""
    organisation_code: str | None = None
    roles: frozenset[str] = frozenset()
    permissions: frozenset[Permission] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether the actor is allowed to do that."""
        return permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Refuse unless the actor is allowed to do that."""
        if permission not in self.permissions:
            meaning = DESCRIPTIONS[permission]
            raise Refusal(
                "access.permission",
                Text(
                    f"You lack the permission “{{permission}}”: {meaning.en}",
                    f"您没有“{{permission}}”权限：{meaning.zh}",
                ),
                values={"permission": permission.value},
                cure=Text(
                    "Ask an operator to give you a role that has it.",
                    "请联系系统管理员分配具有该权限的角色。",
                ),
                kind=Kind.FORBIDDEN,
            )


def system_actor(name: str) -> Actor:
    """The system itself, in one of its parts such as "assessor"; it may do everything."""
    return Actor(
        kind=ActorKind.SYSTEM,
        id=name,
        label=f"system:{name}",
        name=name,
        permissions=frozenset(Permission),
    )
