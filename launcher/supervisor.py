"""Watching over the children of `up`: one that ends is named and started again, or ends the whole."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from launcher import processes, say
from launcher.processes import Child
from launcher.say import Refused

RESTARTS = 3
WITHIN_SECONDS = 60.0


@dataclass
class Watched:
    child: Child
    deaths: deque[float] = field(default_factory=deque)
    start_at: float | None = None  # when it is to be started again; None while it runs

    def pause_after(self, now: float) -> float | None:
        """Seconds until it may start again after a death at `now`; None where it has died too often."""
        self.deaths.append(now)
        while self.deaths[0] < now - WITHIN_SECONDS:
            self.deaths.popleft()
        return None if len(self.deaths) > RESTARTS else 2.0 ** (len(self.deaths) - 1)


class Supervisor:
    """The children of one `up`. Those it was given (the servers) are stopped by who started them."""

    def __init__(self, servers: list[Child]) -> None:
        self.servers = servers
        self.watched = [Watched(child) for child in servers]
        self.own: list[Watched] = []

    def start(self, program: processes.Program) -> None:
        watched = Watched(processes.start(program))
        self.watched.append(watched)
        self.own.append(watched)

    def look(self) -> None:
        """Look once at every child; refuse to go on when one cannot be kept running."""
        now = time.monotonic()
        for watched in self.watched:
            if watched.start_at is None:
                if watched.child.ended:
                    self._report(watched, now)
            elif now >= watched.start_at:
                self._restart(watched)

    def watch(self, until: Callable[[], bool]) -> None:
        """Look at the children five times a second, until something has become true."""
        while not until():
            self.look()
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop what this supervisor has started, the newest first."""
        processes.stop(watched.child for watched in reversed(self.own))

    def _report(self, watched: Watched, now: float) -> None:
        program, code = watched.child.program, watched.child.process.returncode
        processes.bury(watched.child)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        say.line(f"\n{program.name} has ended ({how}). The end of {program.log}:\n{say.end_of(program.log)}")
        pause = watched.pause_after(now)
        if pause is None:
            raise Refused(
                f"{program.name} ended more than {RESTARTS} times within a minute, so everything is stopped."
            )
        say.line(f"{program.name} is started again in {pause:.0f} s ({len(watched.deaths)} of {RESTARTS}).")
        watched.start_at = now + pause

    def _restart(self, watched: Watched) -> None:
        watched.start_at = None
        watched.child = processes.start(watched.child.program)
        for place, child in enumerate(self.servers):
            if child.program is watched.child.program:
                self.servers[place] = watched.child
