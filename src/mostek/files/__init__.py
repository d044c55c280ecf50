"""Files that Mostek makes of documents and orders: prints of many, lists, archives, support bundles."""
