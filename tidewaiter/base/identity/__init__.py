"""Who acts: people, organisations and their machines, and what each of them may do."""
