"""An editor: a client of the language server, which speaks JSON-RPC with the real command."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 60  # seconds

CAPABILITIES = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}


def position(before: str) -> dict[str, int]:
    """The position after a text, in the units of the protocol."""
    last = before.rpartition("\n")[2]
    return {"line": before.count("\n"), "character": len(last.encode("utf-16-le")) // 2}


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text after the edits of an editor, of characters that need one unit each."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]

    def offset(place: dict[str, int]) -> int:
        return starts[place["line"]] + place["character"]

    for edit in sorted(edits, key=lambda edit: offset(edit["range"]["start"]), reverse=True):
        first, last = (offset(edit["range"][end]) for end in ("start", "end"))
        text = text[:first] + edit["newText"] + text[last:]
    return text


class Editor:
    """A running `coursebuild lsp` in a folder, and what it has said."""

    def __init__(self, folder: Path, *arguments: str, cache: Path | None = None, **options: Any) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coursebuild", "lsp", *arguments],
            cwd=folder,
            env={**os.environ, "COURSEBUILD_CACHE": str(cache or folder / ".cache")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self._input, self._output, self._errors = self.process.stdin, self.process.stdout, self.process.stderr
        self.errors = b""
        self.published = 0  # how many times diagnostics came
        self.shown: dict[str, list[dict[str, Any]]] = {}  # the diagnostics of each text, by its address
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._threads = [
            threading.Thread(target=each, daemon=True) for each in (self._read, self._read_errors)
        ]
        for thread in self._threads:
            thread.start()
        self._count = self._version = 0
        self.versions: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.capabilities = self.ask(
            "initialize",
            processId=os.getpid(),
            rootUri=folder.as_uri(),
            capabilities=CAPABILITIES,
            initializationOptions=options,
            workspaceFolders=[{"uri": folder.as_uri(), "name": folder.name}],
        )["capabilities"]
        self.tell("initialized")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Quit, and expect that all was well."""
        if error:
            self.process.kill()
            self.ended()
            return
        assert self.quit() == 0
        assert self.errors == b""

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "markdown") -> None:
        version = self._next_version(name, text)
        document = {"uri": self.uri(name), "languageId": language, "version": version, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)

    def change(self, name: str, text: str) -> None:
        document = {"uri": self.uri(name), "version": self._next_version(name, text)}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def _next_version(self, name: str, text: str) -> int:
        """A number that no text has had, not even one that was closed."""
        self._version += 1
        self.versions[name], self.texts[name] = self._version, text
        return self._version

    def close(self, name: str) -> None:
        self.tell("textDocument/didClose", textDocument={"uri": self.uri(name)})

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request, and return its result."""
        self._count += 1
        number = self._count
        self.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())
        answer = self._until(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer["error"]["message"]
        return answer["result"]

    def ask_about(self, method: str, name: str, **params: Any) -> Any:
        """Ask about a text that is open."""
        return self.ask(f"textDocument/{method}", textDocument={"uri": self.uri(name)}, **params)

    def ask_after(self, method: str, name: str, typed: str) -> Any:
        """Ask about the place in a text that is open where some words end, which it has once."""
        before, *after = self.texts[name].split(typed)
        assert len(after) == 1, f"{typed!r} is there {len(after)} times"
        return self.ask_about(method, name, position=position(before + typed))

    def send(self, body: bytes) -> None:
        self._input.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._input.flush()

    def diagnostics(
        self, name: str, wanted: Callable[[list[dict[str, Any]]], bool] = lambda _: True
    ) -> list[dict[str, Any]]:
        """Wait for diagnostics of the last version of a text, and return them."""

        def is_wanted(message: dict[str, Any]) -> bool:
            params = message.get("params", {})
            return bool(
                message.get("method") == "textDocument/publishDiagnostics"
                and params["uri"] == self.uri(name)
                and params.get("version") in (None, self.versions[name])
                and wanted(params["diagnostics"])
            )

        found: list[dict[str, Any]] = self._until(is_wanted)["params"]["diagnostics"]
        return found

    def wait_for(self, wanted: dict[str, list[tuple[str, int]]]) -> None:
        """Wait until the diagnostics that are shown of some files have these codes and lines."""

        def is_shown(_: object) -> bool:
            return wanted == {
                name: [
                    (each["code"], each["range"]["start"]["line"])
                    for each in self.shown.get(self.uri(name), ())
                ]
                for name in wanted
            }

        if not is_shown(None):
            self._until(is_shown)

    def quit(self) -> int:
        """End the server as an editor does, and return its exit status."""
        self.ask("shutdown")
        self.tell("exit")
        return self.ended()

    def abandon(self) -> int:
        """End as an editor does that crashes: nothing can be read or written any more."""
        self._input.close()
        return self.ended()

    def ended(self) -> int:
        status = self.process.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        for stream in (self._input, self._output, self._errors):
            with suppress(BrokenPipeError):
                stream.close()
        return status

    def _until(self, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            message = self._messages.get(timeout=PATIENCE)
            assert message is not None, self.errors.decode()
            if message.get("method") == "textDocument/publishDiagnostics":
                self.published += 1
                self.shown[message["params"]["uri"]] = message["params"]["diagnostics"]
            if is_wanted(message):
                return message

    def _read(self) -> None:
        while header := self._output.readline():
            length = int(header.removeprefix(b"Content-Length:"))
            while self._output.readline().strip():
                pass
            self._messages.put(json.loads(self._output.read(length)))
        self._messages.put(None)

    def _read_errors(self) -> None:
        for line in self._errors:
            self.errors += line
