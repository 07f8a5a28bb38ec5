"""Who looks at a page and for whom the installation stands, as templates see them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person: name, Vietnamese role labels, rights and the token their forms carry."""

    account_id: str
    name: str
    role_labels: tuple[str, ...] = ()
    rights: frozenset[str] = field(default_factory=frozenset)
    csrf: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """Role labels in Vietnamese, as shown in the menu."""
        return self.role_labels

    def may(self, right: str) -> bool:
        """Whether pages should offer what needs `right`; the services decide again for themselves."""
        return right in self.rights


@dataclass(frozen=True, slots=True)
class Home:
    """The home area of the installation (địa bàn nhà): it brands every page."""

    id: str
    name: str
