"""A payroll office whose entries go to a ready-made account of a stand-in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mostek.connections.models import Connection
from mostek.connectors.base.stand_in import BookedDocument
from mostek.payroll.catalogue import accept_proposals, add_standard, proposals, settings_of
from mostek.payroll.closing import close
from mostek.payroll.importing.reading import read_file
from mostek.payroll.models import PayrollList
from mostek.payroll.taking import take
from tests.delivery.shop import ACTOR, Shop

PROGRAM = "merit360"
LIST = Path(__file__).with_name("fixtures") / "list__two_people.csv"


@dataclass(slots=True)
class Office:
    shop: Shop
    connection: Connection
    folder: Path

    @classmethod
    def opened(cls, shop: Shop, folder: Path, account: str = "good", **settings: Any) -> "Office":
        """With the standard components on the common chart's accounts."""
        accounts = [each.id for each in shop.sandbox.programs[PROGRAM].stand_in.accounts()]
        connection = shop.connect(PROGRAM, accounts.index(account))
        connection.options["accounting"] = "kpir" if account == "kpir" else "full"
        connection.save()
        add_standard(shop.company, ACTOR)
        accept_proposals(shop.company, proposals(shop.company), ACTOR)
        chosen = settings_of(shop.company)
        chosen.connection = connection
        for name, value in settings.items():
            setattr(chosen, name, value)
        chosen.save()
        return cls(shop, connection, folder)

    def closed_list(self, number: str = "LP/10/2026") -> PayrollList:
        """Of two people, in two departments."""
        path = self.folder / "list.csv"
        path.write_text(LIST.read_text("utf-8").replace("LP/10/2026", number), "utf-8")
        return close(take(self.shop.company, read_file(path), ACTOR)[0].payroll_list, ACTOR)

    def books(self) -> list[BookedDocument]:
        return [each for each in self.shop.books(PROGRAM) if each.kind == "journal"]

    def close_account(self, *codes: str) -> None:
        """Switches accounts off in the program."""
        stand_in: Any = self.shop.sandbox.programs[PROGRAM].stand_in
        stand_in._accounts.change("good", closed_accounts=list(codes))


def fresh(payroll_list: PayrollList) -> PayrollList:
    return PayrollList.objects.select_related("company", "document__delivery").get(pk=payroll_list.pk)
