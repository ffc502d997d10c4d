"""The commands, a module each, which are imported when they are used."""

PROGRAM = "coursebuild"
COMPLETION = f"_{PROGRAM.upper()}_COMPLETE"  # the environment variable by which shells ask for completions

# Each command, in the order of the help, with the module here that has it as `command`.
COMMANDS = {
    "init": "init",
    "new": "new",
    "build": "build",
    "check": "check",
    "verify": "verify",
    "serve": "serve",
    "list": "list",
    "templates": "templates",
    "schema": "schema",
    "explain": "explain",
    "cache": "cache",
    "doctor": "doctor",
    "completion": "completion",
    "lsp": "lsp",
    "import": "import_",
}
