"""From the objects of a JSON file to orders."""

from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing.json_orders import parse
from mostek.orders.importing.shaping import Refusal, Shaped, refusals
from mostek.orders.importing.staging import Group
from mostek.orders.incoming import read


def shape_json(group: Group) -> Shaped:
    """The order, once. The same number again with another content is listed: which is right?"""
    (line, text), *others = group.rows
    differing = [
        Refusal(other, content, Problem("orders.number_twice", {"number": group.number}, "number"))
        for other, content in others
        if content != text
    ]
    same = [(other, content) for other, content in others if content == text]
    try:
        order = read(parse(text))
    except ProblemError as error:
        rows = [(line, text), *same]
        found = [each for row in rows for each in refusals([row], error.problems)]
        return Shaped(group.number, refused=found + differing)
    except (ValueError, RecursionError) as error:
        broken = Problem("orders.import_json_broken", {"line": str(line)}, raw=str(error)[:200])
        return Shaped(group.number, refused=[Refusal(line, text, broken)])
    return Shaped(order.number, order, [(line, text), *same], differing)
