"""The sandbox's pages: each stand-in as a small accounting program of its own."""

from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import quote

from aiohttp import web

from mostek.connectors.base.stand_in import Form, Section, StandInAccount
from mostek.kernel.text import N_
from mostek.sandbox.failures import Failures
from mostek.sandbox.guard import require_same_site
from mostek.sandbox.mailbox import Mailbox, mail_routes
from mostek.sandbox.program import Program
from mostek.sandbox.rendering import HERE, Renderer, language_of, see_other
from mostek.sandbox.showing import account_values, books_page, section_values

HUE_COUNT = 6
"""Colours in the style sheet."""
LONGEST_NAME = 150
LONGEST_TAX_ID = 20
NOT_APPLIED = N_("Nothing was changed: %(reason)s")


def page_routes(programs: dict[str, Program], mailbox: Mailbox) -> Iterable[web.RouteDef]:
    renderer = Renderer(program.connector.folder for program in programs.values())
    style = HERE / "static" / "sandbox.css"

    async def stylesheet(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(style, headers={"Cache-Control": "max-age=300"})

    async def overview(request: web.Request) -> web.Response:
        rows = [
            {
                "key": each.key,
                "name": each.name,
                "summary": each.connector.manifest.summary,
                "hue": _hue(each),
                "accounts": str(len(each.stand_in.accounts())),
                "documents": str(len(each.stand_in.books())),
                "is_failing": each.is_failing,
            }
            for each in programs.values()
        ]
        return renderer.page(request, "programs.html", programs=rows)

    yield web.get("/", overview)
    yield web.get("/-/sandbox.css", stylesheet)
    yield from mail_routes(mailbox, renderer)
    for program in programs.values():
        yield from ProgramPages(program, renderer).routes()


def _hue(program: Program) -> str:
    """A colour of its own for each program, the same on every run."""
    return f"hue-{sum(program.key.encode()) % HUE_COUNT}"


class ProgramPages:
    """The pages of one stand-in, below `/<key>/-/`."""

    def __init__(self, program: Program, renderer: Renderer) -> None:
        self._program = program
        self._renderer = renderer
        self._failures = Failures(program)

    def routes(self) -> Iterable[web.RouteDef]:
        root = f"/{self._program.key}"
        if not self._program.answers_at_its_root:
            yield web.get(f"{root}/", self._accounts)
        yield web.get(f"{root}/-/", self._accounts)
        yield web.get(f"{root}/-/accounts/add", self._new_account)
        yield web.post(f"{root}/-/accounts/add", _guarded(self._add_account))
        yield web.get(f"{root}/-/accounts/{{id}}/", self._account)
        yield web.post(f"{root}/-/accounts/{{id}}/forms/{{section}}/{{form}}", _guarded(self._submit))
        yield web.post(f"{root}/-/failures", _guarded(self._set_failures))

    def _page(self, request: web.Request, template: str, status: int = 200, **values: object) -> web.Response:
        manifest = self._program.connector.manifest
        known: dict[str, object] = {
            "key": self._program.key,
            "name": manifest.name,
            "summary": manifest.summary,
        }
        known |= {"hue": _hue(self._program), "is_failing": self._program.is_failing}
        return self._renderer.page(request, template, status, **(known | values))

    def _base_url(self, request: web.Request) -> str:
        return f"{request.scheme}://{request.host}/{self._program.key}{self._program.connector.manifest.stand_in_path}"

    async def _accounts(self, request: web.Request) -> web.Response:
        stand_in = self._program.stand_in
        rows = [
            account_values(each, self._program) | {"documents": str(len(stand_in.books(each.id)))}
            for each in stand_in.accounts()
        ]
        failures = self._failures.values()
        return self._page(
            request, "program.html", accounts=rows, base_url=self._base_url(request), failures=failures
        )

    def _known(self, request: web.Request) -> StandInAccount:
        for account in self._program.stand_in.accounts():
            if account.id == request.match_info["id"]:
                return account
        say = self._renderer.say(language_of(request))
        raise web.HTTPNotFound(text=say(N_("There is no such account.")))

    async def _account(self, request: web.Request) -> web.Response:
        account = self._known(request)
        books = books_page(self._program.stand_in.books(account.id), request.query, language_of(request))
        sections = section_values(self._program.stand_in.sections(account.id))
        return self._page(
            request,
            "account.html",
            account=account_values(account, self._program),
            base_url=self._base_url(request),
            books=books,
            sections=sections,
            failures=self._failures.values(),
        )

    async def _new_account(self, request: web.Request) -> web.Response:
        return self._page(request, "add_account.html", entered={"name": "", "tax_id": ""}, error="")

    async def _add_account(self, request: web.Request) -> web.Response:
        posted = await request.post()
        entered = {name: str(posted.get(name, "")).strip() for name in ("name", "tax_id")}
        error = ""
        if not 0 < len(entered["name"]) <= LONGEST_NAME:
            error = N_("Give the account a name of at most 150 characters.")
        elif len(entered["tax_id"]) > LONGEST_TAX_ID:
            error = N_("A tax id has at most 20 characters.")
        if error:
            return self._page(request, "add_account.html", 400, entered=entered, error=error)
        account = self._program.stand_in.add_account(entered["name"], entered["tax_id"])
        say = self._renderer.say(language_of(request))
        return see_other(self._address(account.id), say(N_("The account was added.")))

    def _address(self, account_id: str) -> str:
        below = f"/{self._program.key}/-/"
        return f"{below}accounts/{quote(account_id, safe='')}/" if account_id else below

    async def _submit(self, request: web.Request) -> web.Response:
        account = self._known(request)
        say = self._renderer.say(language_of(request))
        form = _form_of(self._program.stand_in.sections(account.id), request)
        if form is None:
            raise web.HTTPNotFound(text=say(N_("There is no such form any more. Open the page again.")))
        posted = await request.post()
        values = {
            each.name: [str(value) for value in posted.getall(each.name, [] if each.many else [""])]
            for each in form.inputs
        }
        try:
            message = say(await form.submit(values))
        except ValueError as error:
            message = say(NOT_APPLIED) % {"reason": say(str(error))}
        return see_other(self._address(account.id), message)

    async def _set_failures(self, request: web.Request) -> web.Response:
        posted = {name: str(value) for name, value in (await request.post()).items()}
        say = self._renderer.say(language_of(request))
        try:
            message = say(self._failures.set(posted))
        except ValueError as error:
            message = say(NOT_APPLIED) % {"reason": str(error)}
        return see_other(self._address(posted.get("account", "")), message)


def _guarded(
    handler: Callable[[web.Request], Awaitable[web.Response]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def guarded(request: web.Request) -> web.Response:
        require_same_site(request)
        return await handler(request)

    return guarded


def _form_of(sections: list[Section], request: web.Request) -> Form | None:
    number = request.match_info["section"]
    if not number.isdecimal() or int(number) >= len(sections):
        return None
    forms = sections[int(number)].forms
    return next((form for form in forms if form.name == request.match_info["form"]), None)
