"""Marks sentences for translation where no framework may be imported."""


def N_(sentence: str) -> str:
    """The sentence itself; `make messages` collects it, the panel translates it when shown."""
    return sentence
