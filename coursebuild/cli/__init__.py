"""The command line. The only package that prints or exits."""

from coursebuild.cli.commands import main

__all__ = ["main"]
