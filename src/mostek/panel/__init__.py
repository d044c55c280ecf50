"""The screens: server-rendered templates with htmx."""
