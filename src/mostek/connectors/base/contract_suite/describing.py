"""What a connector says about itself: manifest, explanations, help, translations, checklist."""

import re
from collections.abc import Iterator

import pytest

from mostek.connectors.base.contract_suite.bench import Bench
from mostek.connectors.base.help import help_text, translations
from mostek.connectors.base.manifest import Manifest
from mostek.connectors.base.quality import checklist_of
from mostek.invoicing.model import Kind, PaymentMeans
from mostek.kernel.money import is_currency

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Describing:
    def test_every_kind_of_document_is_promised_or_refused_with_a_reason(self, bench: Bench) -> None:
        kinds = bench.connector.manifest.kinds
        assert set(kinds) == set(Kind)
        assert [kind for kind, each in kinds.items() if not each.supported and not each.reason] == []
        assert kinds[Kind.INVOICE].supported

    def test_every_means_of_payment_has_a_method_of_the_program(self, bench: Bench) -> None:
        manifest = bench.connector.manifest
        methods = [method.value for method in manifest.payment_methods]
        assert set(manifest.payment_defaults) == set(PaymentMeans)
        assert set(manifest.payment_defaults.values()) <= set(methods)
        assert len(methods) == len(set(methods))

    def test_limits_and_pauses_make_sense(self, bench: Bench) -> None:
        manifest = bench.connector.manifest
        for limit in manifest.limits:
            assert limit.calls > 0
            assert limit.seconds > 0
            assert limit.scope in ("ip", "account")
            assert limit.methods
        assert manifest.concurrency >= 1
        assert 0 < manifest.timeout <= 120
        assert manifest.proof.settle >= 0
        assert all(pause > 0 for pause in (*manifest.poll, *manifest.poll_with_webhook))

    def test_places_are_named(self, bench: Bench) -> None:
        manifest = bench.connector.manifest
        assert manifest.environments[0].key == "production"
        assert all(each.base_url.startswith("https://") for each in manifest.environments)
        assert re.fullmatch(r"(/[\w.-]+)*", manifest.stand_in_path)
        assert manifest.website.startswith("https://")
        assert manifest.docs_url.startswith("https://")
        assert re.fullmatch(r"[a-z][a-z0-9_]*", manifest.key)
        assert all(re.fullmatch("[A-Z]{2}", country) for country in manifest.countries)

    def test_numbering_and_currencies_are_known(self, bench: Bench) -> None:
        manifest = bench.connector.manifest
        assert manifest.numbering
        assert manifest.numbering <= {"hub", "program"}
        assert all(is_currency(each) for each in manifest.currencies or ())

    def test_the_form_takes_what_the_stand_in_hands_out(self, bench: Bench) -> None:
        fields = {field.name: field for field in bench.connector.manifest.credentials}
        accounts = bench.stand_in.accounts()
        assert len({account.id for account in accounts}) == len(accounts)
        for account in accounts:
            assert account.credentials.keys() <= fields.keys()
            for name, field in fields.items():
                value = account.credentials.get(name, "")
                assert value or not field.required, f"{account.id} has no {name}"
                assert not value or re.fullmatch(field.pattern or ".*", value), f"{account.id}: {name}"

    def test_a_pattern_has_a_sentence(self, bench: Bench) -> None:
        manifest = bench.connector.manifest
        fields = (*manifest.credentials, *manifest.options)
        assert [each.name for each in fields if each.pattern and not each.pattern_sentence] == []
        assert [each.name for each in fields if not each.label] == []
        assert any(each.secret for each in manifest.credentials)

    def test_events_are_both_announced_and_received(self, bench: Bench) -> None:
        connector = bench.connector
        assert (connector.manifest.webhook is None) == (connector.receive_webhook is None)

    def test_every_explanation_says_what_why_and_what_to_do(self, bench: Bench) -> None:
        explanations = bench.connector.explanations
        assert explanations
        for key, each in explanations.items():
            owner, dot, _ = key.partition(".")
            assert dot, key
            assert bench.connector.manifest.key.startswith(owner), key
            assert all(text.strip() for text in (each.what, each.why, each.todo)), key
            assert len({each.what, each.why, each.todo}) == 3, key

    def test_every_sentence_has_a_polish_translation(self, bench: Bench) -> None:
        polish = translations([bench.connector.folder / "locale"], "pl")
        assert [each for each in _sentences(bench) if not polish.get(each)] == []

    def test_translations_keep_the_values_of_their_sentences(self, bench: Bench) -> None:
        for english, polish in translations([bench.connector.folder / "locale"], "pl").items():
            assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(polish)), english

    @pytest.mark.parametrize("language", ["en", "pl"])
    def test_there_is_help(self, bench: Bench, language: str) -> None:
        text = help_text(bench.connector, language)
        assert text.startswith("# ")
        assert len(text) > 200
        assert (bench.connector.folder / "help" / f"{language}.md").is_file()

    def test_the_checklist_is_complete(self, bench: Bench) -> None:
        assert checklist_of(bench.connector.folder)

    def test_a_stand_in_can_be_emptied_and_filled_again(self, bench: Bench) -> None:
        added = bench.stand_in.add_account("Nowa Firma sp. z o.o.", "5260250274")
        assert added.id in [account.id for account in bench.stand_in.accounts()]
        assert bench.stand_in.books(added.id) == []
        assert isinstance(bench.stand_in.sections(added.id), list)


def _sentences(bench: Bench) -> Iterator[str]:
    """Everything of this connector that is shown as a sentence, in English."""
    for each in bench.connector.explanations.values():
        yield from (each.what, each.why, each.todo)
    yield from _of_manifest(bench.connector.manifest)
    yield from (account.note for account in bench.stand_in.accounts() if account.note)


def _of_manifest(manifest: Manifest) -> Iterator[str]:
    yield from (manifest.summary, manifest.proof.by, *manifest.preconditions, *manifest.limitations)
    yield from (support.reason for support in manifest.kinds.values() if support.reason)
    for field in (*manifest.credentials, *manifest.options):
        yield from (each for each in (field.label, field.help, field.pattern_sentence) if each)
    if manifest.webhook:
        yield from (manifest.webhook.content, *manifest.webhook.steps)
