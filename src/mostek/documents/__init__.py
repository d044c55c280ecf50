"""Document series, numbering, issuing, and the documents themselves."""
