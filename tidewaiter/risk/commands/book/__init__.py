"""What can be done to stored rules: written, moved from stage to stage, kept in editions."""
