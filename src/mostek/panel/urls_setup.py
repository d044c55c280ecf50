"""Addresses of the set-up screens: programs, connections, imports, log, settings."""

from django.urls import include, path

from mostek.panel.views import (
    api_credentials,
    company,
    connection_changes,
    connections,
    import_new,
    imports,
    invitations,
    log,
    matrix,
    programs,
    statuses,
    users,
)

PROGRAMS = [
    path("programs/", programs.programs, name="programs"),
    path("programs/matrix/", matrix.matrix, name="matrix"),
    path("programs/<slug:key>/add/", programs.add_account, name="program_add"),
]
CONNECTION = [
    path("", connections.connection, name="connection"),
    path("queue/", connections.queue, name="connection_queue"),
    path("verify/", connection_changes.verify, name="connection_verify"),
    path("credentials/", connection_changes.credentials, name="connection_credentials"),
    path("payments/", connection_changes.payment_mapping, name="connection_payments"),
    path("configuration/", connection_changes.basic, name="connection_basic"),
    path("series/", connection_changes.bind_series, name="connection_bind"),
    path("series/<int:series>/unbind/", connection_changes.unbind_series, name="connection_unbind"),
    path("webhook/", connection_changes.webhook_secret, name="connection_webhook"),
    path("webhook-state/", connections.webhook_state, name="connection_webhook_state"),
    path("pause/", connection_changes.pause, name="connection_pause"),
    path("resume/", connection_changes.resume, name="connection_resume"),
    path("name/", connection_changes.rename, name="connection_rename"),
    path("off/", connection_changes.switch_off, name="connection_off"),
    path("delete/", connection_changes.delete, name="connection_delete"),
]
IMPORTS = [
    path("", imports.imports, name="imports"),
    path("new/", import_new.import_new, name="import_new"),
    path("new/<str:token>/", import_new.import_read, name="import_read"),
    path("<int:pk>/", imports.import_run, name="import_run"),
    path("<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("<int:pk>/issues.csv", imports.import_issues, name="import_issues"),
]
SETTINGS = [
    path("company/", company.company, name="settings_company"),
    path("company/accounts/new/", company.bank_account, name="bank_account_new"),
    path("company/accounts/<int:pk>/", company.bank_account, name="bank_account"),
    path("company/accounts/<int:pk>/delete/", company.delete_bank_account, name="bank_account_delete"),
    path("users/", users.users, name="users"),
    path("users/invite/", invitations.invite, name="user_invite"),
    path("users/invitations/<int:pk>/", invitations.show, name="invitation"),
    path("users/invitations/<int:pk>/withdraw/", invitations.withdraw, name="invitation_withdraw"),
    path("users/<int:pk>/role/", users.change_role, name="user_role"),
    path("users/<int:pk>/password/", users.set_password, name="user_password"),
    path("users/<int:pk>/two-step-off/", users.forget_two_step, name="user_two_step_off"),
    path("users/<int:pk>/remove/", users.remove_user, name="user_remove"),
    path("api/", api_credentials.api_credentials, name="api_credentials"),
    path("api/new/", api_credentials.create_api_credential, name="api_credential_new"),
    path("api/<int:pk>/revoke/", api_credentials.revoke_api_credential, name="api_credential_revoke"),
    path("statuses/", statuses.statuses, name="statuses"),
    path("statuses/add/", statuses.add_status, name="status_add"),
    path("statuses/<int:pk>/", statuses.edit_status, name="status_edit"),
    path("statuses/<int:pk>/move/", statuses.move_status, name="status_move"),
    path("statuses/<int:pk>/delete/", statuses.delete_status, name="status_delete"),
    path("fields/add/", statuses.add_field, name="field_add"),
    path("fields/<int:pk>/", statuses.edit_field, name="field_edit"),
    path("fields/<int:pk>/delete/", statuses.delete_field, name="field_delete"),
]
urlpatterns = [
    *PROGRAMS,
    path("connections/<int:pk>/", include(CONNECTION)),
    path("imports/", include(IMPORTS)),
    path("log/", log.log, name="log"),
    path("log/changes/", log.changes, name="log_changes"),
    path("settings/", include(SETTINGS)),
    path("join/<str:token>/", invitations.join, name="join"),
]
