"""The console script. Workers import this module anew: it imports nothing until it is called."""

import gc
import sys

# Modules and documents stay: looking after each 700 new objects, the collector would find nothing in them.
gc.set_threshold(200_000)

# Threads hand work to processes that wait for it: they need not wait for 5 ms first.
sys.setswitchinterval(0.0005)


def main() -> None:
    from coursebuild import cli  # noqa: PLC0415 (see above)

    cli.main()


if __name__ == "__main__":
    main()
