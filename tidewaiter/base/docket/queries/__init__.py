"""What can be asked about the files of proceedings."""
