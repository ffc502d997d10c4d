"""What scripts may rely on: the exit statuses, and the environment variables that are read."""

from collections.abc import Mapping

from coursebuild.cli.terminal import FAILED

MISUSED, SIGNALLED = 2, 128  # as shells do, the number of a signal is added to 128
INTERRUPTED = SIGNALLED + 2  # SIGINT

STATUSES: Mapping[str, str] = {
    "0": "All documents were built, or nothing was found.",
    f"{FAILED}": (
        "A document could not be built, or the output could not be printed, or there was a warning and "
        "you gave `--strict`."
    ),
    f"{MISUSED}": "The call or `coursebuild.toml` is wrong; nothing was built.",
    f"{INTERRUPTED}": "You interrupted the command. What it wrote last names a document that was not built.",
    f"{SIGNALLED + 1}, {SIGNALLED + 15}": (
        "The system ended the command, by SIGHUP or SIGTERM. The same holds."
    ),
}

VARIABLES: Mapping[str, str] = {
    "COURSEBUILD_CACHE": (
        "The folder for what can be lost: the caches, and the record of what was built. If it is not "
        "set, it is a folder in the user's cache folder."
    ),
    "COURSEBUILD_PLAIN": (
        "`1` switches off what makes a build faster by relying on the internals of other libraries: "
        "the files are the same, and take twice as long. Try it, with `--force`, where a build fails "
        "for no visible reason."
    ),
    "COURSEBUILD_WITHOUT": "Names, separated by commas, of such optimizations to switch off one by one.",
    "COURSEBUILD_PASSWORD": (
        "The password of encrypted PDFs; where it is not set, `build --encrypt`, `release --encrypt` and "
        "`verify` ask for it."
    ),
    "NO_COLOR": "If it is set, messages have no colours.",
    "PYPANDOC_PANDOC": "The path of another pandoc.",
    "TMPDIR, TEMP, TMP": (
        "The folder for temporary files, of the first that is set. If it cannot be written, it is the "
        "first one that can be among the system's, the cache and the output folder."
    ),
    "HOME": "The home folder, with the user's cache folder; without it, nothing is kept.",
    "LC_ALL, LC_CTYPE, LC_MESSAGES, LANG": (
        "The locale: the language that `coursebuild init` proposes, and the encoding of what is printed."
    ),
    "VISUAL, EDITOR": (
        "The editor that a click in the preview opens, if it has a window of its own, and `[editor]` of "
        "coursebuild.toml names none."
    ),
    "TERM_PROGRAM": (
        "The editor in whose terminal the preview was started; a click opens it where none is named."
    ),
    "DISPLAY, WAYLAND_DISPLAY, BROWSER": (
        "On Linux, `coursebuild serve --open` opens a browser where one of them is set."
    ),
    "SOURCE_DATE_EPOCH": (
        "The time of the build, in seconds since 1970. Its day, in UTC, decides which corrections with dates "
        "students see; and it is the time of the files in a release, which is the commit's without it."
    ),
    "CI_NODE_INDEX, CI_NODE_TOTAL": (
        "The number of the shard, and how many there are, as GitLab sets them in a job with `parallel`."
    ),
}
