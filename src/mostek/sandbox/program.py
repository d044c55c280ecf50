"""One program of the sandbox: a connector's stand-in with its books, its faults and its routes."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path

from aiohttp import web

from mostek.connectors.base.contract import Connector
from mostek.connectors.base.stand_in import FAULTS, Faults, StandIn, Store, Surroundings
from mostek.sandbox.striking import answered

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Program:
    """A stand-in at work. `reset` gives it empty books without a new start of the server."""

    def __init__(self, connector: Connector, folder: Path | None, today: Callable[[], date]) -> None:
        if connector.stand_in is None:
            raise ValueError(f"{connector.manifest.name} has no stand-in")
        self.connector = connector
        self.key = connector.manifest.key
        self.name = connector.manifest.name
        self.faults = Faults()
        self.store = Store(folder / f"{self.key}.sqlite3" if folder else None)
        self._build = connector.stand_in
        self._today = today
        self._start()

    def _start(self) -> None:
        self.stand_in: StandIn = self._build(Surroundings(self.store, self.faults, self._today))
        self._routes = [_plain(self.name, route) for route in self.stand_in.routes()]

    def routes(self) -> Iterator[web.RouteDef]:
        """The program's API below `/<key>`, with the faults before and after each call."""
        for index, route in enumerate(self._routes):
            path = f"/{self.key}{route.path}"
            yield web.RouteDef(route.method, path, self._with_faults(index), route.kwargs)

    def _with_faults(self, index: int) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            # Looked up on each call: a reset puts another stand-in's handler here.
            handler: Handler = self._routes[index].handler
            return await answered(request, handler, self.stand_in, self.faults)

        return answer

    @property
    def answers_at_its_root(self) -> bool:
        """Whether the API itself has something to say at `GET /<key>/`."""
        return any(route.path == "/" and route.method in ("GET", "*") for route in self._routes)

    @property
    def is_failing(self) -> bool:
        """Whether any failure, latency or limit is on."""
        faults = self.faults
        numbers = (*faults.share.values(), *faults.upcoming.values(), faults.latency)
        return any(numbers) or faults.limits_on

    def turn(self, name: str, *, share: float | None = None, upcoming: int | None = None) -> None:
        """Sets one fault by share (0…1) or for the next so many calls. Raises ValueError on nonsense."""
        if name not in FAULTS:
            raise ValueError(f"There is no failure named {name}. Known are: {', '.join(FAULTS)}.")
        if share is not None:
            if not 0 <= share <= 1:
                raise ValueError(f"The share of {name} must lie between 0 and 1, not at {share:g}.")
            self.faults.share[name] = share
        if upcoming is not None:
            if upcoming < 0:
                raise ValueError(f"The number of calls that {name} strikes cannot be negative.")
            self.faults.upcoming[name] = upcoming

    async def reset(self) -> None:
        """Empties the books, clears the faults and restores the ready-made accounts."""
        await self.stand_in.close()
        self.store.clear()
        self.faults.clear()
        self.faults.limits_on = False
        self._start()

    async def close(self) -> None:
        await self.stand_in.close()
        self.store.close()


def _plain(program: str, route: web.AbstractRouteDef) -> web.RouteDef:
    if not isinstance(route, web.RouteDef):
        raise TypeError(f"the stand-in of {program} offers {route!r}; only plain routes can be mounted")
    return route
