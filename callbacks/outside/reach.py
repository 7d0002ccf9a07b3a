"""Which hosts outside may be spoken to, where a rule says it and no list: as mappings that know every name."""

from typing import Final

from callbacks.dips.host import Host

THIS_MACHINE: Final = "127.0.0.1:"


class AnyPublicHost(dict[str, Host]):
    """Every host of the internet over HTTPS, and these of our own network: what a name leads to is judged each time."""

    def get(self, name: str, default: object = None) -> Host:
        return super().get(name) or Host()


class ThisMachineOnly(dict[str, Host]):
    """What runs beside us and nothing else: a demo reaches nobody."""

    def get(self, name: str, default: object = None) -> Host | None:  # type: ignore[override]
        return Host(private=True) if name.startswith(THIS_MACHINE) else None
