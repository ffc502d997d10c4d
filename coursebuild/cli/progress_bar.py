"""The progress bar of a build, with the time that is left."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import mean
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from coursebuild.engine import Started
from coursebuild.model import Location

if TYPE_CHECKING:
    from collections.abc import Mapping


class ProgressBar(Progress):
    """A bar in which a document counts for as many seconds as its last build took."""

    def __init__(self) -> None:
        counted = TextColumn("{task.fields[built]} of {task.fields[documents]}")
        columns = (TextColumn("{task.description}"), BarColumn(), counted, _TimeLeft())
        super().__init__(
            *columns,
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,  # what is piped elsewhere stays where it goes
            redirect_stderr=False,
        )
        self._seconds: Mapping[Location, float] = {}

    def __enter__(self) -> Self:
        """Show nothing yet: `begin` does."""
        return self

    def begin(self, started: Started, jobs: int) -> None:
        """Show the bar, if there is anything to build by a number of processes."""
        if not started.documents:
            return
        self.start()
        former = {location: started.history.seconds(location) for location in started.documents}
        known = [seconds for seconds in former.values() if seconds]
        usual = mean(known) if known else 1.0
        self._seconds = {location: seconds or usual for location, seconds in former.items()}
        self.add_task(
            "Building",
            total=sum(self._seconds.values()),
            built=0,
            documents=len(former),
            speed=min(jobs, len(former)) if known else 0,
        )

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the bar off the terminal while something else is printed."""
        is_shown = self.live.is_started
        self.stop()
        yield
        if is_shown:
            self.start()

    def count(self, location: Location) -> None:
        """Note that a document is done."""
        task = self.tasks[0]
        self.update(task.id, advance=self._seconds[location], built=task.fields["built"] + 1)


class _TimeLeft(ProgressColumn):
    """The time left, from the speed of this build, or else from the seconds of former ones."""

    def render(self, task: Task) -> Text:
        speed = task.speed or task.fields["speed"]
        if not speed or not task.remaining:
            return Text()
        minutes, seconds = divmod(math.ceil(task.remaining / speed), 60)
        return Text(f"{minutes}:{seconds:02} left")
