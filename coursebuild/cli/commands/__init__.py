"""The commands, a module each, which are imported when they are used."""

# Each command, in the order of the help, with the module here that has it as `command`.
COMMANDS = {
    "build": "build",
    "check": "check",
    "verify": "verify",
    "explain": "explain",
    "cache": "cache",
}
