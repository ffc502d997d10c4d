"""The commands, a module each, which are imported when they are used."""

PROGRAM = "coursebuild"
COMPLETION = f"_{PROGRAM.upper()}_COMPLETE"  # the environment variable by which shells ask for completions

# Each command, with the module here that has it as `command`.
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

# The sections of the help, in their order, and that of the commands in each; the last one has all others.
SECTIONS = {
    "Commands (build by default)": ("build", "serve", "check", "verify", "list"),
    "To start a course": ("init", "new", "import", "templates"),
    "Other commands": ("doctor", "explain"),
}
