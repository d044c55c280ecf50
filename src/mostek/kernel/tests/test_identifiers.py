import re

from mostek.kernel.identifiers import find_reference, new_reference


def test_references_are_short_unambiguous_and_unique() -> None:
    made = {new_reference() for _ in range(5000)}
    assert len(made) == 5000
    assert all(re.fullmatch(r"MST-[0-9A-HJKMNP-TV-Z]{10}", each) for each in made)
    assert len({sign for each in made for sign in each[4:]}) == 32


def test_a_reference_is_found_where_a_program_put_it() -> None:
    reference = new_reference()
    assert find_reference(f"Uwagi: zam. 12, {reference.lower()}; dziękujemy") == reference
    assert find_reference("MST-12345 nothing here") == ""
