"""The command line. The only package that prints or exits."""

from coursebuild.cli.main import main

__all__ = ["main"]
