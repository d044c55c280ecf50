"""The command `mostek`: one file per group. Django is loaded only by a command that needs it."""
