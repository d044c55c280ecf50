"""Addresses of the messages to buyers."""

from django.urls import path

from mostek.panel.views import mail, mail_send, mail_sender, mail_templates

urlpatterns = [
    path("mail/", mail.messages_sent, name="mail"),
    path("mail/<int:pk>/", mail.message, name="mail_message"),
    path("mail/<int:pk>/do/<slug:action>/", mail.act, name="mail_act"),
    path("mail/sender/", mail_sender.sender, name="mail_sender"),
    path("mail/sender/test/", mail_sender.test, name="mail_test"),
    path("mail/sender/delete/", mail_sender.delete, name="mail_sender_delete"),
    path("mail/templates/", mail_templates.show, name="mail_templates"),
    path("mail/templates/new/", mail_templates.new, name="mail_template_new"),
    path("mail/templates/<slug:key>/<slug:language>/", mail_templates.edit, name="mail_template"),
    path(
        "mail/templates/<slug:key>/<slug:language>/delete/",
        mail_templates.delete,
        name="mail_template_delete",
    ),
    path("documents/<int:pk>/mail/", mail_send.about_document, name="document_mail"),
    path("orders/<int:pk>/mail/", mail_send.about_order, name="order_mail"),
]
