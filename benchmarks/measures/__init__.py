"""One module for each measurement: `measure(run)` yields its results, one after another."""
