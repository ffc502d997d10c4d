"""The commands, a module each, which are imported when they are used."""

PROGRAM = "coursebuild"
COMPLETION = f"_{PROGRAM.upper()}_COMPLETE"  # the environment variable by which shells ask for completions

# The sections of the help with their commands, each with the module here that has it as `command`.
SECTIONS = {
    "Commands (build by default)": {
        "build": "lessons.build",
        "serve": "lessons.serve",
        "check": "lessons.check",
        "verify": "lessons.verify",
        "list": "lessons.list",
        "starter": "lessons.starter",
        "run-code": "lessons.run_code",
        "index": "lessons.index",
    },
    "To start a course": {
        "init": "starting.init",
        "new": "starting.new",
        "import": "starting.import_",
        "templates": "starting.templates",
    },
    "To publish": {
        "release": "publishing.release",
        "export": "publishing.export",
        "diff": "publishing.diff",
    },
    "Other commands": {
        "doctor": "tools.doctor",
        "explain": "tools.explain",
        "schema": "tools.schema",
        "cache": "tools.cache",
        "completion": "tools.completion",
        "lsp": "tools.lsp",
    },
}
COMMANDS = {name: module for section in SECTIONS.values() for name, module in section.items()}
