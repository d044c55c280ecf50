"""WSGI entry of the panel."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mostek.config.settings")
application = get_wsgi_application()
