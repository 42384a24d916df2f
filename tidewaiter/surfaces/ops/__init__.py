"""For those who run it: the `tidewaiter` command, the embedded database, schedules."""
