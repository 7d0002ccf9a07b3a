"""Groups of commands: each command is one file of a package, found by its name."""

import importlib
import pkgutil
from types import ModuleType

import click


class CommandFiles(click.Group):
    """A group whose commands are the modules of a package. `import_.py` holds `import`: a trailing _ is dropped."""

    files: ModuleType

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(_called(module.name) for module in pkgutil.iter_modules(self.files.__path__))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        for module in pkgutil.iter_modules(self.files.__path__):
            if _called(module.name) == name:
                found = importlib.import_module(f"{self.files.__name__}.{module.name}").command
                assert isinstance(found, click.Command)
                return found
        return None


def _called(module: str) -> str:
    return module.rstrip("_").replace("_", "-")
