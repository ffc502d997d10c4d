"""The console script."""

import gc

from coursebuild.runtime import optimizations
from coursebuild.runtime.system import streams

# Modules and documents stay: looking after each 700 new objects, the collector would find nothing in them.
if optimizations.enabled("collector"):
    gc.set_threshold(200_000)


def main() -> None:
    streams.install()
    from coursebuild import cli  # noqa: PLC0415 (it takes longest to import: the settings come first)

    cli.main()


if __name__ == "__main__":
    main()
