import pytest

from mostek.kernel import problems
from mostek.kernel.problems import Explanation, Problem, ProblemError, Remedy, explanation, register


def test_a_problem_survives_the_database() -> None:
    problem = Problem("a.b", {"line": "2"}, "lines.1.vat", "raw words")
    assert Problem.from_dict(problem.as_dict()) == problem
    assert Problem.from_dict({"key": "a.b"}) == Problem("a.b")


def test_an_unknown_key_is_explained_all_the_same() -> None:
    assert explanation("no.such.key") == explanation("unexplained")
    assert explanation("no.such.key").todo


def test_one_key_has_one_explanation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "_explanations", {})
    text = Explanation("What.", "Why.", "Do.", Remedy.WAIT)
    register({"tests.key": text})
    register({"tests.key": text})
    with pytest.raises(ValueError, match=r"tests\.key"):
        register({"tests.key": Explanation("Other.", "Why.", "Do.", Remedy.WAIT)})


def test_an_error_names_the_keys_but_no_values() -> None:
    error = ProblemError(Problem("a", {"name": "Jan Kowalski"}), Problem("b"))
    assert str(error) == "a; b"
    assert [problem.key for problem in error.problems] == ["a", "b"]
