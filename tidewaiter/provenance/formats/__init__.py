"""What comes in: identifiers of GS1, lists of laboratories, trace events, the text of reports."""
