"""Files that payroll programs write, each read into `IncomingList`s."""
