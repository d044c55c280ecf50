"""What a document's card says about corrections."""

from typing import Any

from mostek.companies.models import Membership
from mostek.documents.chains import Chain, blocks, chain_of, corrections_of
from mostek.documents.models import Document
from mostek.panel.remedies import told_of_correction


def correction_context(document: Document, membership: Membership) -> dict[str, Any]:
    """`correction_chain`: the document with its corrections; `not_corrected` says why there is no button."""
    chain = chain_of(document) if document.corrects_id else Chain(document, corrections_of(document))
    if document.is_entry:
        return {"correction_chain": chain}
    told = [told_of_correction(problem, chain) for problem in blocks(chain)] if membership.may_issue else []
    return {
        "correction_chain": chain,
        "may_correct": membership.may_issue and not told and document.cancelled_at is None,
        "not_corrected": told,
    }
