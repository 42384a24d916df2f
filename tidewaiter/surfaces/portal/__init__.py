"""What organisations see and do: their proceedings, applications, letters and people."""
