"""Settings from the environment, addresses, WSGI entry. No logic of the business."""
