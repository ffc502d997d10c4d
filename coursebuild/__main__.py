"""The console script. Workers import this module anew: it imports nothing until it is called."""

import gc

# Modules and documents stay: looking after each 700 new objects, the collector would find nothing in them.
gc.set_threshold(200_000)


def main() -> None:
    from coursebuild import cli  # noqa: PLC0415 (see above)

    cli.main()


if __name__ == "__main__":
    main()
