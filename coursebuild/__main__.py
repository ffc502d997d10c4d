def main() -> None:
    """The console script. Workers import this module anew: it imports nothing until it is called."""
    from coursebuild import cli  # noqa: PLC0415

    cli.main()


if __name__ == "__main__":
    main()
